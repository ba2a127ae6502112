"""How fast Scenescore is, each figure beside a baseline of the same run.

A bundle, and music from the demo or a folder, come in. Figures go out, with the machine and the versions that
they were measured on.
"""
