"""Whether predictions tell the scenes of a game apart (the paper, section 3.3)."""
