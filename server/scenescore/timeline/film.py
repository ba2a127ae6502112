"""The clip with its chosen music, as an MP4 file."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from scenescore.audio.reading.stereo import RATE, Stereo, stereo_blocks
from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.finished_file import finished_file
from scenescore.frames.picture_file import is_picture
from scenescore.frames.video_file import open_video, picture_track
from scenescore.timeline.mix import mixed, music_parts
from scenescore.timeline.pictures import copied_pictures, encoded_pictures, may_be_copied
from scenescore.timeline.stretch import Timeline

SOUND_BIT_RATE: Final = 192_000
"""Of the AAC sound track, bits per second."""


def check_film(clip: Path, film: Path) -> None:
    """Check that a film of a clip can be written, before long work begins.

    Parameters
    ----------
    clip : Path
        The clip.
    film : Path
        The file to write.

    Raises
    ------
    InvalidInputError
        The film is no MP4, would replace the clip, or the clip is a picture.
    """
    if film.suffix.lower() != ".mp4":
        raise InvalidInputError(
            f"{film}: the video with its music is an MP4; give it a name that ends in .mp4"
        )
    if film.resolve() == clip.resolve():
        raise InvalidInputError(f"{film} is the video itself; give the one with the music another name")
    if clip.is_file() and is_picture(clip):
        raise InvalidInputError(f"{clip} is a picture; only a video can be written with its music")


def write_film(
    clip: Path,
    timeline: Timeline,
    film: Path,
    *,
    own_sound_db: float | None = None,
    progress: Callable[[float, float], None] = lambda done_s, total_s: None,
) -> None:
    """Write a clip with the music of its timeline. The file is whole, or not there at all.

    Pictures are copied where an MP4 can hold them as they are, and encoded anew otherwise.

    Parameters
    ----------
    clip : Path
        The clip that the timeline is of.
    timeline : Timeline
        What plays when; its part of the clip is written.
    film : Path
        The file to write; it ends in ``.mp4``.
    own_sound_db : float, optional
        Level of the clip's own sound under the music, decibels; without it the music plays alone.
    progress : callable
        Is given the seconds that were written and all seconds.

    Raises
    ------
    NotFoundError
        The file of a track is gone.
    BrokenFileError
        The clip or a track can't be decoded.
    InvalidInputError
        See `check_film`.
    StorageError
        The film can't be written.
    """
    check_film(clip, film)
    parts, length_s = music_parts(timeline), timeline.end_s - timeline.start_s
    progress(0.0, length_s)
    own = _own_sound(clip, timeline.start_s, own_sound_db) if own_sound_db is not None else None
    with finished_file(film) as unfinished, open_video(clip) as source:
        stream = picture_track(source, clip)
        copies = timeline.start_s == 0 and may_be_copied(clip)
        options = {"movflags": "+faststart"}
        with (
            av.open(str(unfinished), "w", format="mp4", options=options) as target,
            closing(mixed(parts, length_s, own=own)) as blocks,
        ):
            pictures = (copied_pictures if copies else encoded_pictures)(source, stream, target, timeline)
            sound = _Sound(target, blocks)
            try:
                for time_s, packets in pictures:
                    sound.write_until(time_s)
                    for packet in packets:
                        target.mux(packet)
                    progress(min(time_s, length_s), length_s)
            except av.error.FFmpegError as error:
                raise BrokenFileError(clip, f"it can't be written as an MP4 ({error.strerror})") from error
            sound.finish()
    progress(length_s, length_s)


class _Sound:
    """Encodes the mix just as far as the pictures are, so that a player finds both together."""

    def __init__(self, target: "av.container.OutputContainer", blocks: Iterator[Stereo]) -> None:
        self._target = target
        self._blocks = blocks
        self._stream: Any = target.add_stream("aac", rate=RATE, layout="stereo")
        self._stream.bit_rate = SOUND_BIT_RATE
        self._samples = 0

    def write_until(self, time_s: float) -> None:
        while self._samples < time_s * RATE and (block := next(self._blocks, None)) is not None:
            self._write(block)

    def finish(self) -> None:
        for block in self._blocks:
            self._write(block)
        self._target.mux(self._stream.encode(None))

    def _write(self, block: Stereo) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, self._samples
        self._samples += len(block)
        self._target.mux(self._stream.encode(frame))


def _own_sound(clip: Path, start_s: float, level_db: float) -> Iterator[Stereo] | None:
    """Return the clip's own sound; None where it has none."""
    with open_video(clip) as container:
        if not container.streams.audio:
            return None
    gain = np.float32(10 ** (level_db / 20))
    return (block * gain for block in stereo_blocks(clip, start_s=start_s))
