"""Rendering a piece: from notation to samples."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenescore.demo.music.drums import hit
from scenescore.demo.music.effects import add_wrapped, colour, echo, master
from scenescore.demo.music.instruments import note
from scenescore.demo.music.notation import Part, Piece
from scenescore.demo.music.oscillators import SAMPLE_RATE, Samples

DRUM_MARKS = {"k": "kick", "s": "snare", "h": "hat", "t": "low tom", "b": "brush", "c": "clap"}
"""Drum of each letter in `Piece.drums`."""
MELODY_RHYTHMS = ("x---x-x-", "x-x-x---", "x---x---", "x-xxx-x-", "x--xx-x-", "x-------")
"""Rhythms of a melody's bars, in eighths."""


def render(piece: Piece) -> npt.NDArray[np.float32]:
    """Render a piece once. Notes that ring beyond its end continue at its start, so that it loops.

    Parameters
    ----------
    piece : Piece
        The piece.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
        Mono at 32,000 samples per second. All pieces have the same loudness. Always the same samples.
    """
    total = np.zeros(round(piece.duration_s * SAMPLE_RATE))
    for part in piece.parts:
        line = np.zeros_like(total)
        for start_s, length_s, frequency_hz in notes(piece, part):
            add_wrapped(line, note(part.instrument, frequency_hz, length_s), round(start_s * SAMPLE_RATE))
        total += part.level * line / max(1e-9, float(np.sqrt(np.mean(line**2))))
    if piece.drums:
        drums = drum_line(piece, len(total))
        total += 0.8 * drums / float(np.sqrt(np.mean(drums**2)))
    total = echo(total, loudness=piece.echo, delay_s=0.75 * 60 / piece.beats_per_minute)
    total = colour(total, reverb=piece.reverb, hall_s=2.0, brightness_hz=piece.brightness_hz)
    mastered: npt.NDArray[np.float32] = master(total).astype(np.float32)
    return mastered


def notes(piece: Piece, part: Part) -> Iterator[tuple[float, float, float]]:
    """Yield the notes of a part.

    Parameters
    ----------
    piece : Piece
        The piece.
    part : Part
        One of its parts.

    Yields
    ------
    start_s, length_s, frequency_hz : float
    """
    tune = melody(piece) if part.role == "melody" else None
    for bar, chord in enumerate(piece.chords):
        if tune is not None:
            yield from melody_notes(piece, part, bar, tune[bar])
            continue
        for strike, (start, length) in enumerate(strikes(part.rhythm)):
            unit_s = piece.bar_s / len(part.rhythm)
            start_s, length_s = bar * piece.bar_s + start * unit_s, length * unit_s
            for degree in degrees_of(part.role, chord, strike):
                yield start_s, length_s, piece.frequency_hz(degree, part.octave)


def degrees_of(role: str, chord: int, strike: int) -> tuple[int, ...]:
    """Return the scale degrees that a part plays at one strike.

    Parameters
    ----------
    role : str
        ``chords``, ``arpeggio`` or ``bass``.
    chord : int
        Scale degree of the chord.
    strike : int
        Number of the strike in the bar.

    Returns
    -------
    tuple of int
    """
    if role == "bass":
        return (chord if strike % 4 != 3 else chord + 4,)
    triad = (chord, chord + 2, chord + 4)
    if role == "chords":
        return triad
    return ((*triad, chord + 7, chord + 4, chord + 2)[strike % 6],)


def strikes(rhythm: str) -> list[tuple[int, int]]:
    """Return the start and the length of each note in a bar.

    Parameters
    ----------
    rhythm : str
        As in `Part`.

    Returns
    -------
    list of (int, int)
        In units of the rhythm.
    """
    starts = [place for place, mark in enumerate(rhythm) if mark == "x"]
    ends = [*starts[1:], len(rhythm)]
    return [
        (start, next((place - start for place in range(start + 1, end) if rhythm[place] == "."), end - start))
        for start, end in zip(starts, ends, strict=True)
    ]


def melody(piece: Piece) -> list[list[tuple[float, float, int]]]:
    """Compose a tune in the form A A B A: chord tones on the beat, and steps between them.

    Parameters
    ----------
    piece : Piece
        The piece; its seed decides the tune.

    Returns
    -------
    list of list of (float, float, int)
        Notes of each bar: start and length in bars, and scale degree.
    """
    random = np.random.default_rng(piece.seed)
    motifs = {name: str(random.choice(MELODY_RHYTHMS)) for name in "ABC"}
    curves = {name: random.integers(-2, 3, size=8) for name in "ABC"}
    tune: list[list[tuple[float, float, int]]] = []
    last = int(random.integers(2, 6))
    for bar, chord in enumerate(piece.chords):
        name = "AABC"[bar % 4] if bar % 8 < 4 else "AABA"[bar % 4]
        line: list[tuple[float, float, int]] = []
        for number, (start, length) in enumerate(strikes(motifs[name])):
            degree = last + int(curves[name][number % 8])
            if start % 2 == 0:
                degree = min(
                    (chord + tone + shift for tone in (0, 2, 4) for shift in (-7, 0, 7)),
                    key=lambda tone: abs(tone - degree),
                )
            last = int(np.clip(degree, -2, 11))
            line.append((start / 8, length / 8, last))
        tune.append(line)
    return tune


def melody_notes(
    piece: Piece, part: Part, bar: int, line: list[tuple[float, float, int]]
) -> Iterator[tuple[float, float, float]]:
    """Yield the notes of a bar of the tune, unless the part rests in that bar.

    Parameters
    ----------
    piece : Piece
        The piece.
    part : Part
        A melody. Each letter of its rhythm stands for a bar.
    bar : int
        Number of the bar.
    line : list of (float, float, int)
        The bar of the tune, from `melody`.

    Yields
    ------
    start_s, length_s, frequency_hz : float
    """
    if part.rhythm[bar % len(part.rhythm)] == ".":
        return
    for start, length, degree in line:
        frequency_hz = piece.frequency_hz(degree, part.octave)
        yield (bar + start) * piece.bar_s, length * piece.bar_s * 0.95, frequency_hz


def drum_line(piece: Piece, length: int) -> Samples:
    """Return the drums of the whole piece.

    Parameters
    ----------
    piece : Piece
        The piece.
    length : int
        Its length, samples.

    Returns
    -------
    np.ndarray [shape=(length,), float64]
    """
    line = np.zeros(length)
    unit_s = piece.bar_s / len(piece.drums)
    for bar in range(len(piece.chords)):
        for place, mark in enumerate(piece.drums):
            if mark in DRUM_MARKS:
                at = round((bar * piece.bar_s + place * unit_s) * SAMPLE_RATE)
                add_wrapped(line, hit(DRUM_MARKS[mark]), at)
    return line
