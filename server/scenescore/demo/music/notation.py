"""What a piece is made of: parts over a progression of chords, written down as data."""

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
"""Semitones above the root."""


@dataclass(frozen=True)
class Part:
    """One instrument's line.

    Attributes
    ----------
    instrument : str
        By its name in `scenescore.demo.music.instruments`.
    role : str
        ``melody`` sings a tune over the chords, ``chords`` holds or repeats them, ``arpeggio`` breaks them
        up, ``bass`` plays their roots.
    rhythm : str
        One bar of sixteenths or eighths: ``x`` strikes, ``-`` holds, ``.`` rests.
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
    """A short piece that loops without a seam.

    Attributes
    ----------
    id : str
        File name without suffix, such as ``battle_1_first_strike``.
    title : str
        For people.
    character : str
        ``battle``, ``boss``, ``town``, ``field``, ``dungeon``, ``talk``, ``sad`` or ``victory``.
    beats_per_minute : int
        Tempo.
    root : int
        MIDI number of the key's root.
    scale : str
        One of `SCALES`.
    chords : tuple of int
        One scale degree a bar, from 0; the piece lasts as many bars.
    parts : tuple of Part
        Who plays.
    drums : str
        One bar of drum hits, such as ``k.h.s.h.``; empty for none.
    beats_per_bar : int
        3 for a waltz, else 4.
    echo : float
        Share of echo, 0 to 1.
    reverb : float
        Share of the hall's sound, 0 to 1.
    brightness_hz : float
        Above this the piece gets darker, Hz.
    seed : int
        Of the tune.
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
        """Length of one turn, seconds."""
        return len(self.chords) * self.bar_s

    @property
    def bar_s(self) -> float:
        """Length of a bar, seconds."""
        return self.beats_per_bar * 60 / self.beats_per_minute

    def frequency_hz(self, degree: int, octave: int) -> float:
        """Return the pitch of a scale degree, which may lie outside one octave."""
        steps = SCALES[self.scale]
        semitones = self.root + 12 * octave + 12 * (degree // 7) + steps[degree % 7]
        return float(440 * 2 ** ((semitones - 69) / 12))
