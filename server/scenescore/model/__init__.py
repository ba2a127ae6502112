"""From a game's videos to a bundle, and from frames to predicted features.

Videos with music come in and a bundle goes out (`train` has the steps in order: `plan`, `dataset`, `network`
with `training`, `export` with `onnx_export`). A window of frames comes in and predicted features go out
(`predict`, with `memory`). TensorFlow is imported in `network` only, which `train` loads when it trains.
"""
