"""How often words find music of the right kind.

Tables of labelled tracks and the names of scenes go in; the share of right kinds among the first five tracks
comes out, beside chance.
"""
