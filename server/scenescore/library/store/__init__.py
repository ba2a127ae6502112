"""What the library keeps on disk: SQLite and mapped arrays.

Tracks with their features and cues come in; the same come out, for many processes at once and after
a crash. Nothing here reads music files.
"""
