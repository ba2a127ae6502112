"""Sessions that are fed from files instead of a live game.

Clips and recorded plays go in. The answer for a clip, a track for each of many scenes, and the steady tracks
of a whole play come out.
"""
