"""``scenescore demo``, and what it prints.

A recorded or a live play of the example game comes in; the tracks that its scenes got go out.
"""
