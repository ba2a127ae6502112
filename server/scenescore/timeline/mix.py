"""The music of a timeline as sound: tracks that loop, cross-faded where they turn."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.audio.playing.feed import Feed, looped
from scenescore.audio.reading.stereo import RATE, Stereo
from scenescore.errors import NotFoundError
from scenescore.timeline.stretch import Timeline

CROSS_FADE_S: Final = 1.5
"""Length of a cross-fade, seconds; the turn is in its middle."""
ENDING_S: Final = 1.5
"""The last track fades out over so many seconds."""
BLOCK_SAMPLES: Final = RATE // 10
"""Samples that are mixed at once."""


@dataclass(frozen=True)
class MusicPart:
    """A part of a clip in which one track plays on.

    Attributes
    ----------
    start_s, end_s : float
        The part, seconds from where the mix begins.
    file : Path
        The track's file. It plays from its beginning, and again from there when it is over.
    """

    start_s: float
    end_s: float
    file: Path


def music_parts(timeline: Timeline) -> list[MusicPart]:
    """Return the parts of a timeline. A track that plays over a turn of the scene plays on.

    Parameters
    ----------
    timeline : Timeline
        The timeline.

    Returns
    -------
    list of MusicPart
        In the order of time.

    Raises
    ------
    NotFoundError
        The file of a track is gone.
    """
    parts: list[MusicPart] = []
    for one in timeline.stretches:
        if one.track is None:
            continue
        file = Path(one.track.file)
        if not file.is_file():
            raise NotFoundError(
                f"the file of {one.track.title} is gone: {file}; run `scenescore library update`"
            )
        start_s, end_s = one.start_s - timeline.start_s, one.end_s - timeline.start_s
        if parts and parts[-1].file == file and parts[-1].end_s == start_s:
            start_s = parts.pop().start_s
        parts.append(MusicPart(start_s, end_s, file))
    return parts


def mixed(
    parts: Sequence[MusicPart], length_s: float, *, own: Iterator[Stereo] | None = None
) -> Generator[Stereo, None, None]:
    """Mix parts, block by block.

    Parameters
    ----------
    parts : sequence of MusicPart
        In the order of time.
    length_s : float
        Length of the mix, seconds.
    own : iterator of np.ndarray [shape=(n, 2), float32], optional
        Sound to mix under the music, as loud as it shall be.

    Yields
    ------
    np.ndarray [shape=(n, 2), float32]
        48,000 samples per second, within full scale.

    Raises
    ------
    BrokenFileError
        The file of a track can't be decoded.
    """
    total = round(length_s * RATE)
    voices = [_Voice(part, before, after) for before, part, after in _neighbours(parts)]
    below = Feed(own) if own is not None else None
    try:
        for start in range(0, total, BLOCK_SAMPLES):
            size = min(BLOCK_SAMPLES, total - start)
            block = below.read(size) if below is not None else np.zeros((size, 2), np.float32)
            for voice in voices:
                voice.add_to(block, start)
            yield np.clip(block, -1.0, 1.0)
    finally:
        for voice in voices:
            voice.close()


class _Voice:
    """One part: its track, from where it fades in to where it has faded out."""

    def __init__(self, part: MusicPart, before: MusicPart | None, after: MusicPart | None) -> None:
        self._part = part
        fade_in_s = _fade_s(before, part)
        fade_out_s = _fade_s(part, after) if after is not None else min(ENDING_S, part.end_s - part.start_s)
        self._first = round((part.start_s - fade_in_s / 2) * RATE)
        end_s = part.end_s + (fade_out_s / 2 if after is not None else 0.0)
        self._end = round(end_s * RATE)
        self._in, self._out = max(1, round(fade_in_s * RATE)), max(1, round(fade_out_s * RATE))
        self._feed: Feed | None = None

    def add_to(self, block: Stereo, start: int) -> None:
        """Add what sounds from a sample of the mix on."""
        first, end = max(start, self._first), min(start + len(block), self._end)
        if first >= end:
            if start >= self._end:
                self.close()
            return
        if self._feed is None:
            self._feed = Feed(looped(self._part.file))
        times = np.arange(first, end, dtype=np.float32)
        rising = np.clip((times - self._first) / self._in, 0, 1) if self._in > 1 else np.ones_like(times)
        falling = np.clip((self._end - times) / self._out, 0, 1)
        # Of equal power: the sum of two pieces is as loud as one.
        gain = np.sin(np.pi / 2 * rising) * np.sin(np.pi / 2 * falling)
        block[first - start : end - start] += self._feed.read(end - first) * gain[:, None]

    def close(self) -> None:
        """Close the file."""
        if self._feed is not None:
            self._feed.close()


def _fade_s(before: MusicPart | None, after: MusicPart) -> float:
    """Return the length of the cross-fade between two parts; 0 where they don't meet."""
    if before is None or before.end_s != after.start_s:
        return 0.0
    return min(CROSS_FADE_S, before.end_s - before.start_s, after.end_s - after.start_s)


def _neighbours(
    parts: Sequence[MusicPart],
) -> Iterator[tuple[MusicPart | None, MusicPart, MusicPart | None]]:
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        yield before, part, parts[place + 1] if place + 1 < len(parts) else None
