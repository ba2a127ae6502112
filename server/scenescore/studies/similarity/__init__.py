"""How much games look alike (the paper, section 3.2): the matrix as a picture."""
