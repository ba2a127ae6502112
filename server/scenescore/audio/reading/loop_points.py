"""Where a piece loops: tags of game music, and the sampler chunk of WAV files."""

import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mutagen

_START_TAGS: Final = ("loopstart", "txxx:loopstart", "----:com.apple.itunes:loopstart")
_LENGTH_TAGS: Final = ("looplength", "txxx:looplength", "----:com.apple.itunes:looplength")
_END_TAGS: Final = ("loopend", "txxx:loopend", "----:com.apple.itunes:loopend")


@dataclass(frozen=True)
class LoopPoints:
    """The part of a piece that is repeated.

    Attributes
    ----------
    start, length : int
        Samples of the file.
    rate : int
        Samples per second of the file.
    """

    start: int
    length: int
    rate: int

    @property
    def start_s(self) -> float:
        """Where the loop starts, seconds."""
        return self.start / self.rate

    @property
    def end_s(self) -> float:
        """Where the loop ends, seconds."""
        return (self.start + self.length) / self.rate

    def at(self, rate: int) -> "LoopPoints":
        """Return the same loop in samples of another rate."""
        start = round(self.start * rate / self.rate)
        return LoopPoints(start, round((self.start + self.length) * rate / self.rate) - start, rate)


def loop_points(path: Path) -> LoopPoints | None:
    """Read where a piece loops.

    Parameters
    ----------
    path : Path
        A sound file.

    Returns
    -------
    LoopPoints or None
        From the tags LOOPSTART and LOOPLENGTH (or LOOPEND), else from a WAV file's ``smpl`` chunk; None where
        there are none, or they make no sense.
    """
    found: LoopPoints | None = None
    # A damaged file may fail in any way; it then has no loop.
    with suppress(Exception):
        found = _of_tags(path)
    if found is None and path.suffix.lower() == ".wav":
        with suppress(OSError, struct.error):
            found = _of_sampler_chunk(path)
    return found


def _of_tags(path: Path) -> LoopPoints | None:
    file: Any = mutagen.File(path)
    if file is None or not file.tags:
        return None
    tags = {str(name).lower(): value for name, value in file.tags.items()}
    start = _number(tags, _START_TAGS)
    length, end = _number(tags, _LENGTH_TAGS), _number(tags, _END_TAGS)
    if start is None or (length is None and end is None):
        return None
    # Opus files are stored at 48,000 samples per second, whatever they were made from.
    rate = int(getattr(file.info, "sample_rate", 48_000))
    size = length if length is not None else (end or 0) - start
    return LoopPoints(start, size, rate) if start >= 0 and size > 0 else None


def _number(tags: dict[str, Any], names: tuple[str, ...]) -> int | None:
    for name in names:
        if (value := tags.get(name)) is not None:
            first = value[0] if isinstance(value, list) else getattr(value, "text", [value])[0]
            text = first.decode("ascii") if isinstance(first, bytes) else str(first)
            return int(text)
    return None


def _of_sampler_chunk(path: Path) -> LoopPoints | None:
    rate: int | None = None
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":
            return None
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", head)
            content_at = file.tell()
            if name == b"fmt ":
                rate = struct.unpack("<I", file.read(8)[4:])[0]
            elif name == b"smpl":
                content = file.read(min(size, 60))
                if rate is None or struct.unpack_from("<I", content, 28)[0] < 1:
                    return None
                start, end = struct.unpack_from("<II", content, 44)
                # The last sample of the loop belongs to it.
                return LoopPoints(start, end - start + 1, rate) if end >= start else None
            file.seek(content_at + size + size % 2)
    return None
