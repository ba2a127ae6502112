"""Which bundles and which view of the library are loaded, and how they rank it.

A prediction and what is known beside it (memory, cues, scenes of the session) come in; a ranking of
the library goes out. `ranking` is the one pipeline that every score passes.
"""
