"""The study of separation: whether predictions tell a game's scenes apart (the paper, section 3.3).

Predictions and the music of the same scenes come in. The inter-scene variation of each set of features, with
chance and intervals, and a picture of the distances go out.
"""
