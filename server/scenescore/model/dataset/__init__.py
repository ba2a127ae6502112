"""From videos with music to training examples.

Video files come in; windows of frames with the audio features heard there, and the windows that a
bundle remembers, go out. Nothing here trains.
"""
