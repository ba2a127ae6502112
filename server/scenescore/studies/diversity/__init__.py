"""Whether different scenes get different pieces, and the right ones (the paper, section 3.4)."""
