"""What a training run consists of.

A plan (presets, options) and examples come in; epochs, their progress and their evaluation go out.
The network itself is in `model/network.py`, and `model/train.py` puts it all together.
"""
