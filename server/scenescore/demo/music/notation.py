"""How a piece is written down: parts over a progression of chords."""

from dataclasses import dataclass

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
}
"""Semitones of each scale degree above the root, by the scale's name."""


@dataclass(frozen=True)
class Part:
    """The line of one instrument.

    Attributes
    ----------
    instrument : str
        Name in `scenescore.demo.music.instruments`.
    role : str
        ``melody`` plays a tune over the chords, ``chords`` holds or repeats them, ``arpeggio`` plays their
        tones in turn, ``bass`` plays their roots.
    rhythm : str
        One bar of sixteenths or eighths: ``x`` starts a note, ``-`` holds it, ``.`` rests.
    octave : int
        Octaves above the piece's root.
    level : float
        Loudness, 0 to 1.
    """

    instrument: str
    role: str
    rhythm: str
    octave: int
    level: float


@dataclass(frozen=True)
class Piece:
    """A short piece that loops seamlessly.

    Attributes
    ----------
    id : str
        File name without suffix, such as ``battle_1_first_strike``.
    title : str
        Title for people.
    character : str
        ``battle``, ``boss``, ``town``, ``field``, ``dungeon``, ``talk``, ``sad`` or ``victory``.
    beats_per_minute : int
        The tempo.
    root : int
        MIDI note number of the key's root.
    scale : str
        One of `SCALES`.
    chords : tuple of int
        Scale degree of each bar's chord, from 0.
    parts : tuple of Part
        The instruments' lines.
    drums : str
        One bar of drum hits, such as ``k.h.s.h.``; empty for no drums.
    beats_per_bar : int
        4, or 3 for a waltz.
    echo : float
        Share of echo, 0 to 1.
    reverb : float
        Share of reverberation, 0 to 1.
    brightness_hz : float
        Frequency above which the sound is damped, Hz.
    seed : int
        Seed of the tune.
    """

    id: str
    title: str
    character: str
    beats_per_minute: int
    root: int
    scale: str
    chords: tuple[int, ...]
    parts: tuple[Part, ...]
    drums: str = ""
    beats_per_bar: int = 4
    echo: float = 0.15
    reverb: float = 0.15
    brightness_hz: float = 14_000.0
    seed: int = 0

    @property
    def duration_s(self) -> float:
        """Length of the piece, seconds."""
        return len(self.chords) * self.bar_s

    @property
    def bar_s(self) -> float:
        """Length of a bar, seconds."""
        return self.beats_per_bar * 60 / self.beats_per_minute

    def frequency_hz(self, degree: int, octave: int) -> float:
        """Return the pitch of a scale degree.

        Parameters
        ----------
        degree : int
            Scale degree from 0; may lie outside one octave.
        octave : int
            Octaves above the root.

        Returns
        -------
        float
            Hz.
        """
        steps = SCALES[self.scale]
        semitones = self.root + 12 * octave + 12 * (degree // 7) + steps[degree % 7]
        return float(440 * 2 ** ((semitones - 69) / 12))
