"""The sample rate of all sound inside Scenescore."""

from typing import Final

SAMPLE_RATE: Final = 22_050
"""Samples per second: librosa's default."""
