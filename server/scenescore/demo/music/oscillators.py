"""Oscillators: band-limited waves from tables, FM bells and plucked strings."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 32000
"""Samples per second."""
TABLE_SIZE = 2048
"""Samples of one period of a wave."""
DRAWBARS = {1: 1.0, 2: 0.8, 3: 0.5, 4: 0.5, 6: 0.25, 8: 0.3, 12: 0.1, 16: 0.1}
"""Loudness of each harmonic of the organ."""

Samples = NDArray[np.float64]


@lru_cache(maxsize=512)
def wavetable(wave: str, harmonics: int, cutoff: float) -> Samples:
    """Return one period of a band-limited wave.

    Parameters
    ----------
    wave : str
        ``sine``, ``triangle``, ``saw``, ``square``, ``pulse25``, ``pulse12``, ``organ``, ``choir`` or
        ``reed``.
    harmonics : int
        The highest harmonic.
    cutoff : float
        Number of the harmonic above which the wave is damped.

    Returns
    -------
    np.ndarray [shape=(2049,), float64]
        One period, with its first sample repeated at the end. The RMS of every wave is 0.4.
    """
    numbers = np.arange(1, harmonics + 1, dtype=np.float64)
    strengths = _strengths(wave, numbers) / (1.0 + (numbers / cutoff) ** 2)
    spectrum = np.zeros(TABLE_SIZE // 2 + 1, dtype=np.complex128)
    spectrum[1 : harmonics + 1] = -1j * strengths
    period = np.fft.irfft(spectrum, TABLE_SIZE)
    period *= 0.4 / np.sqrt(np.mean(period**2))
    return np.append(period, period[0])


def _strengths(wave: str, n: Samples) -> Samples:
    """Return the loudness of each harmonic of a wave."""
    odd = n % 2 == 1
    match wave:
        case "triangle":
            strengths = np.where(odd, (-1.0) ** ((n - 1) // 2) / n**2, 0.0)
        case "square":
            strengths = np.where(odd, 1.0 / n, 0.0)
        case "pulse25":
            strengths = np.sin(np.pi * n * 0.25) / n
        case "pulse12":
            strengths = np.sin(np.pi * n * 0.125) / n
        case "saw":
            strengths = 1.0 / n
        case "sine":
            strengths = np.asarray(n == 1, dtype=np.float64)
        case "organ":
            strengths = np.array([DRAWBARS.get(int(number), 0.0) for number in n])
        case "choir":
            vowel = np.exp(-(((n - 2.0) / 1.6) ** 2)) + 0.35 * np.exp(-(((n - 6.0) / 1.5) ** 2))
            strengths = vowel + 0.3 * (n == 1)
        case "reed":
            strengths = np.where(odd, 1.0, 0.45) / n**0.9
        case _:
            raise ValueError(f"no wave is called {wave!r}")
    return strengths


def table_tone(
    wave: str, frequency_hz: float, count: int, *, cutoff_hz: float, vibrato: float = 0.0, detune: float = 0.0
) -> Samples:
    """Return a steady tone.

    Parameters
    ----------
    wave : str
        As for `wavetable`.
    frequency_hz : float
        Pitch, Hz.
    count : int
        Number of samples.
    cutoff_hz : float
        Frequency above which harmonics are damped, Hz.
    vibrato : float
        Depth of the vibrato in semitones. It starts after 0.2 s.
    detune : float
        Semitones between two voices; 0 for a single voice.

    Returns
    -------
    np.ndarray [shape=(count,), float64]
    """
    if detune:
        low = table_tone(
            wave, frequency_hz * 2 ** (-detune / 24), count, cutoff_hz=cutoff_hz, vibrato=vibrato
        )
        high = table_tone(
            wave, frequency_hz * 2 ** (detune / 24), count, cutoff_hz=cutoff_hz, vibrato=vibrato
        )
        return 0.6 * (low + high)
    harmonics = max(1, min(TABLE_SIZE // 2 - 1, int(0.47 * SAMPLE_RATE / frequency_hz)))
    # Cutoffs are rounded, so that notes share tables.
    cutoff = max(1.0, round(2 * cutoff_hz / frequency_hz) / 2)
    table = wavetable(wave, harmonics, cutoff)
    time = np.arange(count) / SAMPLE_RATE
    cycles = frequency_hz * time
    if vibrato:
        depth = frequency_hz * (2 ** (vibrato / 12) - 1) / (2 * np.pi * 5.5)
        cycles = cycles + depth * np.clip(5 * (time - 0.2), 0, 1) * np.sin(2 * np.pi * 5.5 * time)
    place = (cycles % 1.0) * TABLE_SIZE
    index = place.astype(np.int64)
    share = place - index
    return np.asarray(table[index] * (1 - share) + table[index + 1] * share)


def bell_tone(frequency_hz: float, count: int, *, ratio: float, index: float, decay_s: float) -> Samples:
    """Return a bell by frequency modulation. Its overtones decay faster than its fundamental.

    Parameters
    ----------
    frequency_hz : float
        Pitch, Hz.
    count : int
        Number of samples.
    ratio : float
        Frequency of the modulator over that of the tone.
    index : float
        Modulation index at the start.
    decay_s : float
        Time in which the tone falls to 1/e, seconds.

    Returns
    -------
    np.ndarray [shape=(count,), float64]
    """
    time = np.arange(count) / SAMPLE_RATE
    depth = index * np.exp(-time / (0.45 * decay_s))
    modulator = depth * np.sin(2 * np.pi * frequency_hz * ratio * time)
    return 0.55 * np.exp(-time / decay_s) * np.sin(2 * np.pi * frequency_hz * time + modulator)


def plucked_tone(frequency_hz: float, count: int, *, softness: int, sustain: float) -> Samples:
    """Return a plucked string (Karplus-Strong): a burst of noise in a delay line with a low-pass filter.

    Parameters
    ----------
    frequency_hz : float
        Pitch, Hz.
    count : int
        Number of samples.
    softness : int
        How often the burst is smoothed: 0 sounds like a steel pick, 6 like a thumb.
    sustain : float
        Factor of the amplitude in each round, just below 1.

    Returns
    -------
    np.ndarray [shape=(count,), float64]
    """
    size = max(2, round(SAMPLE_RATE / frequency_hz))
    loop = np.random.default_rng(size).uniform(-1.0, 1.0, size)
    for _ in range(softness):
        loop = 0.5 * (loop + np.roll(loop, 1))
    loop -= loop.mean()
    loop *= 0.45 / np.sqrt(np.mean(loop**2))
    # The filter delays the loop by half a sample. Reading at another pace below makes up for it.
    rounds = int(count * frequency_hz / SAMPLE_RATE) + 3
    string = np.empty((rounds, size))
    for number in range(rounds):
        string[number] = loop
        loop = sustain * 0.5 * (loop + np.roll(loop, 1))
    pace = frequency_hz * (size + 0.5) / SAMPLE_RATE
    return np.asarray(np.interp(np.arange(count) * pace, np.arange(string.size), string.ravel()))
