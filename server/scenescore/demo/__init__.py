"""The demo, which needs no set-up.

The shipped recording (or a live example game) and 24 rendered pieces come in; answers and how often
they are the game's own music go out.
"""
