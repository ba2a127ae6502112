"""Reads the sound of MP3, FLAC and containers (mp4, m4a, webm and more) with FFmpeg's libraries."""

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

from scenescore.audio.reading.container_end import EndCheck, end_check
from scenescore.audio.reading.mono import mono
from scenescore.audio.reading.mp3 import mp3_sound_end
from scenescore.audio.reading.sound_track import SYNCHRONISED_FORMATS, first_rate, open_container, sound_track
from scenescore.errors import BrokenFileError

INDEXED_FORMATS: Final = ("mov,", "matroska")
"""Beginnings of the names of formats with an index for seeking."""

UNTIMED_FORMATS: Final = frozenset({"mp3", "flac", "aac", "ogg", "wav", "aiff", "caf"})
"""Formats of sound alone. Players play their frames one after the other, whatever the timestamps say."""

MIN_GAP_S: Final = 0.05
"""A jump in the timestamps of at least so many seconds is filled with silence. So sound and picture stay in
step."""

PREROLL_S: Final = 0.5
"""Decoding begins so many seconds before the start that is asked for: after a seek a codec has to settle."""

BLOCK_SAMPLES: Final = 2**16
"""Least samples that are joined before NumPy handles them: its calls cost more than decoding short frames."""

SILENCE_BLOCK_SAMPLES: Final = 2**20
"""Largest block of silence, in samples."""


class ContainerReader:
    """Reads one sound track of a file.

    Parameters
    ----------
    path : Path
        The file.
    audio_track : int, optional
        Number of the sound track, from 1 on; by default the one that players choose.

    Attributes
    ----------
    rate : int
        Samples per second.

    Raises
    ------
    BrokenFileError
        The file is no container, or it has no sound track, or its sound track is empty.
    InvalidInputError
        There is no sound track of this number.
    """

    def __init__(self, path: Path, audio_track: int | None = None) -> None:
        self.path = path
        self.rate = first_rate(path, audio_track)
        self.container = open_container(path)
        self.stream = sound_track(path, self.container, audio_track)
        self.start_s = (self.container.start_time or 0) / av.time_base
        self.resamplers: dict[tuple[str, str, int], av.AudioResampler] = {}
        self.timed = self.container.format.name not in UNTIMED_FORMATS or any(
            not stream.disposition & av.stream.Disposition.attached_pic
            for stream in self.container.streams.video
        )

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield the sound of a part of the file, with silence where the track has gaps.

        Parameters
        ----------
        offset_s : float
            Start of the part in seconds from the container's start.
        duration_s : float or None
            Length of the part in seconds; None for all to the end.

        Yields
        ------
        np.ndarray [shape=(n,), float32]
            Mono at `rate`; full scale is 1.

        Raises
        ------
        BrokenFileError
            The sound can't be decoded, or its end is missing.
        """
        position = round(offset_s * self.rate)
        end = None if duration_s is None else position + round(duration_s * self.rate)
        if offset_s > PREROLL_S and self.container.format.name.startswith(INDEXED_FORMATS):
            self.container.seek(int((self.start_s + offset_s - PREROLL_S) * av.time_base))
        check = end_check(self.path, self.container) if duration_s is None else EndCheck()
        for start, frame in self.joined_frames(check):
            block = mono(frame)
            if start > position:
                gap_end = start if end is None else min(start, end)
                for silence in range(position, gap_end, SILENCE_BLOCK_SAMPLES):
                    yield np.zeros(min(SILENCE_BLOCK_SAMPLES, gap_end - silence), np.float32)
                position = gap_end
            part = block[max(0, position - start) : None if end is None else max(0, end - start)]
            if part.size:
                yield part
                position += part.size
            if end is not None and position >= end:
                return

    def joined_frames(self, check: EndCheck) -> Iterator[tuple[int, Any]]:
        """Decode the track, and join frames that follow each other to long ones.

        Parameters
        ----------
        check : EndCheck
            Sees every packet, and judges after the last frame whether the file is whole.

        Yields
        ------
        start : int
            The sample at which the frame begins.
        frame : av.AudioFrame
            The samples.

        Raises
        ------
        BrokenFileError
            As `blocks`.
        """
        queue = av.AudioFifo()
        kind: tuple[str, str, Fraction] | None = None
        start = 0
        end: int | None = None
        for frame in self.frames(check):
            frame_start = self.frame_start(frame, end)
            frame_kind = frame.format.name, frame.layout.name, frame.time_base
            if queue.samples and (frame_start != end or frame_kind != kind or queue.samples >= BLOCK_SAMPLES):
                yield start, queue.read()
            if frame_kind != kind:
                kind, queue = frame_kind, av.AudioFifo()
            if not queue.samples:
                start = frame_start
            end = frame_start + frame.samples
            frame.pts = None  # A queue refuses timestamps that jump.
            queue.write(frame)
        if queue.samples:
            yield start, queue.read()

    def frame_start(self, frame: Any, previous_end: int | None) -> int:
        """Return the sample at which a decoded frame begins.

        Parameters
        ----------
        frame : av.AudioFrame
            The frame.
        previous_end : int or None
            Sample at which the previous frame ended; None for the first frame.

        Returns
        -------
        int
            The end of the previous frame, unless the timestamp has jumped ahead.
        """
        if frame.time is None or not self.timed:
            return previous_end or 0
        stamped: int = round((frame.time - self.start_s) * self.rate)
        if previous_end is None or stamped - previous_end > MIN_GAP_S * self.rate:
            return stamped
        return previous_end

    def frames(self, check: EndCheck) -> Iterator[Any]:
        """Decode the track.

        Parameters
        ----------
        check : EndCheck
            As in `joined_frames`.

        Yields
        ------
        av.AudioFrame
            A decoded frame.

        Raises
        ------
        BrokenFileError
            As `blocks`.
        """
        decoded = 0
        try:
            for packet in self.packets(check.streams or [self.stream]):
                check.see(packet)
                if packet.stream.index != self.stream.index:
                    continue
                for frame in self.decode(packet):
                    for resampled in self.at_one_rate(frame):
                        decoded += resampled.samples
                        yield resampled
        except av.error.PatchWelcomeError as error:
            raise BrokenFileError(
                self.path, f"changes its format after {decoded / self.rate:.2f} s. Convert it to wav"
            ) from error
        except av.error.FFmpegError as error:
            raise BrokenFileError(
                self.path,
                f"is damaged: its sound can't be decoded beyond {decoded / self.rate:.2f} s. "
                "Get the whole file again",
            ) from error
        if problem := check.problem():
            raise BrokenFileError(self.path, f"is cut short: {problem}. Get the whole file again")

    def at_one_rate(self, frame: Any) -> list[Any]:
        """Bring a frame to the rate of the first one. Files that were joined may change their rate.

        Parameters
        ----------
        frame : av.AudioFrame
            A decoded frame.

        Returns
        -------
        list of av.AudioFrame
            The same sound at `rate`.
        """
        if frame.sample_rate == self.rate:
            return [frame]
        kind = frame.format.name, frame.layout.name, frame.sample_rate
        if kind not in self.resamplers:
            self.resamplers[kind] = av.AudioResampler(frame.format, frame.layout, self.rate)
        return list(self.resamplers[kind].resample(frame))

    def packets(self, streams: list[Any]) -> Iterator[Any]:
        """Read packets, to the end of what is sound.

        Parameters
        ----------
        streams : list of av.stream.Stream
            The tracks to read.

        Yields
        ------
        av.Packet
            A packet of one of these tracks.
        """
        sound_end = mp3_sound_end(self.path) if self.container.format.name == "mp3" else math.inf
        try:
            for packet in self.container.demux(*streams):
                # The cover in a tag may look like frames. The last packet has no position and no content.
                if packet.pos is None or packet.pos < sound_end:
                    yield packet
        except av.error.InvalidDataError:
            if self.container.format.name not in SYNCHRONISED_FORMATS:
                raise

    def decode(self, packet: Any) -> list[Any]:
        """Decode one packet.

        Parameters
        ----------
        packet : av.Packet
            Of this track.

        Returns
        -------
        list of av.AudioFrame
            None for what is no sound in a file of `SYNCHRONISED_FORMATS`.
        """
        try:
            return list(packet.decode())
        except av.error.InvalidDataError:
            if self.container.format.name not in SYNCHRONISED_FORMATS:
                raise
            return []

    def close(self) -> None:
        """Close the container."""
        self.container.close()
