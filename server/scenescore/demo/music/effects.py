"""What is done to a whole mix. Everything wraps around its end, so that the piece loops without a seam."""

import numpy as np

from scenescore.demo.music.oscillators import SAMPLE_RATE, Samples

RMS = 0.11
"""Loudness of every piece: about -19 dBFS."""


def add_wrapped(mix: Samples, sound: Samples, at: int) -> None:
    """Add a sound into a mix from a sample on; what is left over at the end goes on at the start."""
    start = at % mix.size
    while sound.size:
        size = min(sound.size, mix.size - start)
        mix[start : start + size] += sound[:size]
        sound, start = sound[size:], 0


def echo(mix: Samples, *, loudness: float, delay_s: float) -> Samples:
    """Return the mix with three echoes, each softer by `loudness`."""
    delay = round(delay_s * SAMPLE_RATE)
    return np.asarray(mix + sum(loudness**number * np.roll(mix, number * delay) for number in (1, 2, 3)))


def colour(mix: Samples, *, reverb: float, hall_s: float, brightness_hz: float) -> Samples:
    """Return the mix in a hall, darker above a frequency.

    Parameters
    ----------
    mix : np.ndarray [shape=(n,), float64]
        The dry sound.
    reverb : float
        Share of the hall's sound, 0 to 1.
    hall_s : float
        Time in which the hall falls by 60 dB, seconds.
    brightness_hz : float
        Where the mix starts to lose its treble, Hz.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    time = np.arange(mix.size) / SAMPLE_RATE
    hall = np.random.default_rng(1).normal(0.0, 1.0, mix.size) * np.exp(-6.9 * time / hall_s) * (time > 0.012)
    hall /= np.sqrt(np.sum(hall**2))
    spectrum = np.fft.rfft(mix)
    hz = np.fft.rfftfreq(mix.size, 1 / SAMPLE_RATE)
    # a hall swallows treble, and reverberating bass is mud
    room = np.fft.rfft(hall) * (1 / (1 + (hz / 3500) ** 2)) * (1 - 1 / (1 + (hz / 180) ** 4))
    spectrum *= (1 - reverb) + 1.6 * reverb * room
    spectrum *= 1 / (1 + (hz / brightness_hz) ** 4)
    spectrum *= 1 - 1 / (1 + (hz / 28) ** 4)
    return np.asarray(np.fft.irfft(spectrum, mix.size))


def master(mix: Samples) -> Samples:
    """Return the mix at the common loudness, its peaks rounded off below full scale."""
    level = mix * (RMS / np.sqrt(np.mean(mix**2)))
    soft = 0.92 * np.tanh(level / 0.92)
    return np.asarray(np.clip(soft * (RMS / np.sqrt(np.mean(soft**2))), -0.98, 0.98))
