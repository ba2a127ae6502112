"""The tuned instruments, each with an oscillator and an envelope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from scenescore.demo.music.oscillators import SAMPLE_RATE, Samples, bell_tone, plucked_tone, table_tone


@dataclass(frozen=True)
class Envelope:
    """The loudness of a note over time.

    Attributes
    ----------
    attack_s, decay_s, release_s : float
        Length of each phase, seconds.
    sustain : float
        Level after the decay, 0 to 1.
    """

    attack_s: float
    decay_s: float
    sustain: float
    release_s: float

    def shape(self, held_s: float) -> Samples:
        """Return the loudness over a note and its release.

        Parameters
        ----------
        held_s : float
            How long the note is held, seconds.

        Returns
        -------
        np.ndarray [shape=(n,), float64]
        """
        held = max(1, int(held_s * SAMPLE_RATE))
        time = np.arange(held) / SAMPLE_RATE
        body = self.sustain + (1 - self.sustain) * np.exp(-np.maximum(time - self.attack_s, 0) / self.decay_s)
        body *= np.minimum(time / self.attack_s, 1.0)
        release = np.exp(-np.linspace(0, 6, int(self.release_s * SAMPLE_RATE))) * np.linspace(
            1, 0, int(self.release_s * SAMPLE_RATE)
        )
        return np.concatenate([body, body[-1] * release])


@dataclass(frozen=True)
class Instrument:
    """Plays notes.

    Attributes
    ----------
    tone : callable
        From a frequency in Hz and a number of samples to a tone.
    envelope : Envelope
        Loudness of each note.
    """

    tone: Callable[[float, int], Samples]
    envelope: Envelope

    def play(self, frequency_hz: float, held_s: float) -> Samples:
        """Return one note with its release.

        Parameters
        ----------
        frequency_hz : float
            Pitch, Hz.
        held_s : float
            How long it is held, seconds.

        Returns
        -------
        np.ndarray [shape=(n,), float64]
        """
        shape = self.envelope.shape(held_s)
        return self.tone(frequency_hz, shape.size) * shape


def _wave(
    wave: str, cutoff_hz: float, *, vibrato: float = 0.0, detune: float = 0.0
) -> Callable[[float, int], Samples]:
    return lambda hz, count: table_tone(wave, hz, count, cutoff_hz=cutoff_hz, vibrato=vibrato, detune=detune)


def _opening(wave: str, bright_hz: float, dark_hz: float, fade_s: float) -> Callable[[float, int], Samples]:
    """Return a tone that starts bright and gets darker, like a struck string or a brass."""

    def tone(hz: float, count: int) -> Samples:
        share = np.exp(-np.arange(count) / (fade_s * SAMPLE_RATE))
        bright = table_tone(wave, hz, count, cutoff_hz=bright_hz)
        return share * bright + (1 - share) * table_tone(wave, hz, count, cutoff_hz=dark_hz)

    return tone


def _driven(hz: float, count: int) -> Samples:
    """Return a fifth of a guitar through an overdriven amplifier."""
    fifth = table_tone("saw", hz, count, cutoff_hz=2200) + table_tone("saw", hz * 1.5, count, cutoff_hz=2200)
    return 0.5 * np.tanh(3.0 * fifth)


def _breath(hz: float, count: int) -> Samples:
    """Return a flute: almost a sine, with some noise."""
    air = np.random.default_rng(round(hz)).normal(0.0, 0.02, count)
    return table_tone("triangle", hz, count, cutoff_hz=2500, vibrato=0.18) + air


def _marimba(hz: float, count: int) -> Samples:
    time = np.arange(count) / SAMPLE_RATE
    bar = 0.7 * np.exp(-time / 0.28) * np.sin(2 * np.pi * hz * time)
    return bar + 0.25 * np.exp(-time / 0.06) * np.sin(2 * np.pi * 3.93 * hz * time)


def _timpani(hz: float, count: int) -> Samples:
    time = np.arange(count) / SAMPLE_RATE
    skin = sum(
        level * np.exp(-time / decay) * np.sin(2 * np.pi * hz * ratio * time)
        for ratio, level, decay in ((1.0, 0.7, 0.7), (1.5, 0.35, 0.4), (1.99, 0.2, 0.3), (2.44, 0.12, 0.2))
    )
    return np.asarray(skin)


_STRUCK = Envelope(0.003, 0.5, 0.0, 0.25)
_FREE = Envelope(0.002, 9.0, 1.0, 0.35)

INSTRUMENTS: Mapping[str, Instrument] = {
    "square lead": Instrument(_wave("square", 5000, vibrato=0.12), Envelope(0.006, 0.25, 0.65, 0.06)),
    "pulse lead": Instrument(_wave("pulse25", 7000, vibrato=0.12), Envelope(0.005, 0.2, 0.6, 0.05)),
    "thin pulse": Instrument(_wave("pulse12", 9000), Envelope(0.003, 0.12, 0.35, 0.04)),
    "saw lead": Instrument(_wave("saw", 6500, vibrato=0.15, detune=0.16), Envelope(0.01, 0.4, 0.75, 0.08)),
    "flute": Instrument(_breath, Envelope(0.05, 0.6, 0.85, 0.12)),
    "whistle": Instrument(_wave("sine", 4000, vibrato=0.25), Envelope(0.04, 0.5, 0.8, 0.1)),
    "reed": Instrument(_wave("reed", 2600, detune=0.12), Envelope(0.03, 0.6, 0.85, 0.07)),
    "brass": Instrument(_opening("saw", 4500, 1300, 0.25), Envelope(0.035, 0.35, 0.75, 0.1)),
    "organ": Instrument(_wave("organ", 9000), Envelope(0.02, 1.0, 0.95, 0.1)),
    "strings": Instrument(_wave("saw", 1500, vibrato=0.1, detune=0.2), Envelope(0.16, 1.0, 0.9, 0.35)),
    "dark pad": Instrument(_wave("saw", 420, detune=0.22), Envelope(0.5, 2.0, 0.9, 0.8)),
    "air pad": Instrument(_wave("triangle", 3000, detune=0.18), Envelope(0.4, 2.0, 0.9, 0.7)),
    "choir": Instrument(_wave("choir", 3500, vibrato=0.16, detune=0.14), Envelope(0.22, 1.0, 0.9, 0.4)),
    "piano": Instrument(_opening("saw", 2600, 500, 0.18), Envelope(0.003, 0.7, 0.0, 0.2)),
    "bell": Instrument(partial(bell_tone, ratio=3.5, index=2.2, decay_s=0.9), _FREE),
    "music box": Instrument(partial(bell_tone, ratio=7.0, index=0.9, decay_s=0.4), _FREE),
    "glass": Instrument(partial(bell_tone, ratio=2.76, index=1.2, decay_s=1.6), _FREE),
    "guitar": Instrument(partial(plucked_tone, softness=1, sustain=0.996), _FREE),
    "lute": Instrument(partial(plucked_tone, softness=0, sustain=0.988), _FREE),
    "harp": Instrument(partial(plucked_tone, softness=5, sustain=0.998), _FREE),
    "marimba": Instrument(_marimba, _FREE),
    "timpani": Instrument(_timpani, _FREE),
    "driven guitar": Instrument(_driven, Envelope(0.004, 0.5, 0.6, 0.05)),
    "pulse bass": Instrument(_wave("square", 900), Envelope(0.004, 0.2, 0.7, 0.04)),
    "saw bass": Instrument(_opening("saw", 2200, 350, 0.08), Envelope(0.004, 0.25, 0.6, 0.04)),
    "round bass": Instrument(_wave("triangle", 1200), Envelope(0.006, 0.5, 0.6, 0.08)),
    "string bass": Instrument(partial(plucked_tone, softness=6, sustain=0.992), _STRUCK),
    "drone": Instrument(_wave("reed", 600, detune=0.1), Envelope(0.6, 2.0, 1.0, 0.6)),
}


@lru_cache(maxsize=4096)
def note(instrument: str, frequency_hz: float, held_s: float) -> Samples:
    """Return one note of an instrument. Notes are cached.

    Parameters
    ----------
    instrument : str
        A key of `INSTRUMENTS`.
    frequency_hz : float
        Pitch, Hz.
    held_s : float
        How long it is held, seconds.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    return INSTRUMENTS[instrument].play(frequency_hz, held_s)
