"""Drums, made of noise and of sines that fall in pitch."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from scenescore.demo.music.oscillators import SAMPLE_RATE, Samples


def _time(seconds: float) -> Samples:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _noise(seconds: float, low_hz: float, high_hz: float, seed: int) -> Samples:
    """Return noise between two frequencies, RMS 0.5."""
    count = int(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0.0, 1.0, count))
    hz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    spectrum *= 1.0 / (1.0 + (hz / high_hz) ** 8)
    spectrum *= 1.0 - 1.0 / (1.0 + (hz / low_hz) ** 8)
    sound = np.fft.irfft(spectrum, count)
    return np.asarray(sound * (0.5 / np.sqrt(np.mean(sound**2))))


def _thump(start_hz: float, end_hz: float, fall_s: float, decay_s: float) -> Samples:
    """Return a sine that falls in pitch while it decays."""
    time = _time(6 * decay_s)
    phase = end_hz * time + (start_hz - end_hz) * fall_s * (1 - np.exp(-time / fall_s))
    return np.exp(-time / decay_s) * np.sin(2 * np.pi * phase)


def _burst(low_hz: float, high_hz: float, decay_s: float, seed: int) -> Samples:
    time = _time(6 * decay_s)
    return np.exp(-time / decay_s) * _noise(6 * decay_s, low_hz, high_hz, seed)


def _snare() -> Samples:
    rattle = 1.1 * _burst(900, 9000, 0.06, 3)
    skin = 0.6 * _thump(260, 175, 0.02, 0.05)
    rattle[: skin.size] += skin[: rattle.size]
    return rattle


def _clap() -> Samples:
    clap = np.zeros(int(0.3 * SAMPLE_RATE))
    for number, at_s in enumerate((0.0, 0.011, 0.022)):
        burst = _burst(800, 4000, 0.04, 20 + number)
        at = int(at_s * SAMPLE_RATE)
        clap[at : at + burst.size] += 0.6 * burst[: clap.size - at]
    return clap


DRUMS: Mapping[str, Callable[[], Samples]] = {
    "kick": lambda: 1.0 * _thump(150, 48, 0.03, 0.11),
    "soft kick": lambda: 0.8 * _thump(95, 55, 0.04, 0.09),
    "snare": _snare,
    "brush": lambda: 0.5 * _burst(2500, 9000, 0.07, 5),
    "hat": lambda: 0.5 * _burst(7000, 15000, 0.02, 7),
    "open hat": lambda: 0.45 * _burst(6500, 15000, 0.12, 8),
    "cymbal": lambda: 0.5 * _burst(3500, 15000, 0.45, 9),
    "low tom": lambda: 0.9 * _thump(120, 78, 0.05, 0.16),
    "tom": lambda: 0.9 * _thump(190, 125, 0.05, 0.13),
    "clap": _clap,
    "shaker": lambda: 0.35 * _burst(5000, 12000, 0.03, 11),
    "tambourine": lambda: 0.4 * _burst(6000, 14000, 0.07, 12),
    "wood": lambda: 0.8 * _thump(1100, 900, 0.004, 0.025),
    "hand drum": lambda: 0.8 * _thump(230, 165, 0.015, 0.08),
    "hand drum edge": lambda: 0.5 * _thump(520, 400, 0.01, 0.03) + 0.25 * _burst(1500, 7000, 0.03, 14),
    "gear": lambda: 0.4 * _thump(2300, 2100, 0.01, 0.015) + 0.3 * _burst(2500, 7000, 0.015, 15),
    "drip": lambda: 0.4 * _thump(1300, 2100, 0.03, 0.05),
}


@lru_cache(maxsize=64)
def hit(sound: str) -> Samples:
    """Return one hit of a drum.

    Parameters
    ----------
    sound : str
        A key of `DRUMS`.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    return DRUMS[sound]()
