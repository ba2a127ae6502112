"""What the library keeps on disk: an SQLite database, and memory-mapped arrays made from it.

Tracks with their features, and cues, come in. The same come out, for many processes at once and after a
crash. Nothing here reads music files.
"""
