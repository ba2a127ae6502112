"""Effects on a whole mix. All of them wrap around the end, so that the piece loops seamlessly."""

import numpy as np

from scenescore.demo.music.oscillators import SAMPLE_RATE, Samples

TARGET_RMS = 0.11
"""Root mean square of every piece: about -19 dBFS."""


def add_wrapped(mix: Samples, sound: Samples, at: int) -> None:
    """Add a sound to a mix. What reaches beyond the end continues at the start.

    Parameters
    ----------
    mix : np.ndarray [shape=(n,), float64]
        Changed in place.
    sound : np.ndarray [shape=(m,), float64]
        The sound.
    at : int
        Sample of the mix at which it starts.
    """
    start = at % mix.size
    while sound.size:
        size = min(sound.size, mix.size - start)
        mix[start : start + size] += sound[:size]
        sound, start = sound[size:], 0


def echo(mix: Samples, *, loudness: float, delay_s: float) -> Samples:
    """Return the mix with three echoes.

    Parameters
    ----------
    mix : np.ndarray [shape=(n,), float64]
        The mix.
    loudness : float
        Factor from one echo to the next, 0 to 1.
    delay_s : float
        Time between echoes, seconds.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    delay = round(delay_s * SAMPLE_RATE)
    return np.asarray(mix + sum(loudness**number * np.roll(mix, number * delay) for number in (1, 2, 3)))


def colour(mix: Samples, *, reverb: float, hall_s: float, brightness_hz: float) -> Samples:
    """Return the mix with reverberation, and damped above a frequency.

    Parameters
    ----------
    mix : np.ndarray [shape=(n,), float64]
        The dry mix.
    reverb : float
        Share of reverberation, 0 to 1.
    hall_s : float
        Reverberation time (60 dB), seconds.
    brightness_hz : float
        Frequency above which the mix is damped, Hz.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    time = np.arange(mix.size) / SAMPLE_RATE
    hall = np.random.default_rng(1).normal(0.0, 1.0, mix.size) * np.exp(-6.9 * time / hall_s) * (time > 0.012)
    hall /= np.sqrt(np.sum(hall**2))
    spectrum = np.fft.rfft(mix)
    hz = np.fft.rfftfreq(mix.size, 1 / SAMPLE_RATE)
    # A hall absorbs treble. Bass gets no reverberation, because it would sound muddy.
    room = np.fft.rfft(hall) * (1 / (1 + (hz / 3500) ** 2)) * (1 - 1 / (1 + (hz / 180) ** 4))
    spectrum *= (1 - reverb) + 1.6 * reverb * room
    spectrum *= 1 / (1 + (hz / brightness_hz) ** 4)
    spectrum *= 1 - 1 / (1 + (hz / 28) ** 4)
    return np.asarray(np.fft.irfft(spectrum, mix.size))


def master(mix: Samples) -> Samples:
    """Return the mix at the common loudness, with its peaks compressed below full scale.

    Parameters
    ----------
    mix : np.ndarray [shape=(n,), float64]
        The mix.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    level = mix * (TARGET_RMS / np.sqrt(np.mean(mix**2)))
    soft = 0.92 * np.tanh(level / 0.92)
    return np.asarray(np.clip(soft * (TARGET_RMS / np.sqrt(np.mean(soft**2))), -0.98, 0.98))
