"""The one rate of all sound inside Scenescore, for whoever needs no more of it than that."""

from typing import Final

SAMPLE_RATE: Final = 22_050
"""Samples per second: librosa's default."""
