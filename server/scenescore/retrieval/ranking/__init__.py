"""The one pipeline that turns distances into a ranking.

Distances to a prediction come in; stages in the order of trust add a bias to each track's score,
each with a weight and a reason; a sorted ranking goes out. A new kind of evidence is a new stage.
"""
