"""The length of a window, the same for pictures and for sound."""

from typing import Final

WINDOW_S: Final = 12.0
"""Length of a window in seconds (the paper, section 2.1)."""
