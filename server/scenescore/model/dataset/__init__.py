"""From videos with music to training examples.

Video files come in. Training examples go out: windows of frames with the features of the music heard there,
and the windows that the bundle's memory keeps. Nothing here trains.

The road: `footage` scans the videos, `scenes` finds where they stay in one scene, `segments` and
`memory_windows` choose the moments, `selection` puts these choices together, `windows` and `sound_features`
read them, and `examples` standardises the result.
"""
