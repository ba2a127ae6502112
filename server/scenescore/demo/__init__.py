"""The demo: the main job without any set-up.

The shipped recording, or the live example game, and 24 rendered pieces come in. Answers go out, and how often
they name the game's own music.
"""
