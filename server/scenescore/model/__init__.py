"""From a game's videos to a bundle, and from frames to predicted features.

Videos with music come in and a bundle goes out (`dataset`, `training`, `bundle`); a window of
frames comes in and predicted audio features go out (`predict`, `memory`). TensorFlow is imported in
`network` and `train` alone.
"""
