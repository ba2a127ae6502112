"""Reads the sound track of containers (mp4, m4a, webm and more) with FFmpeg's libraries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

from scenescore.errors import BrokenFileError

FORMATS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,mp3,ogg,wav,flac,aiff,avi,flv,mpegts,asf,caf"
"""Formats that may be opened. Playlists are missing, because they name other files and addresses."""

INDEXED_FORMATS: Final = ("mov,", "matroska")
"""Beginnings of the names of formats with a duration and an index for seeking."""

MIN_GAP_S: Final = 0.05
"""A jump in the timestamps of at least so many seconds is filled with silence. So sound and picture stay in
step."""

PREROLL_S: Final = 0.5
"""Decoding begins so many seconds before the start that is asked for: after a seek a codec has to settle."""

MAX_MISSING_END_S: Final = 1.0
"""A container may end so many seconds before the end in its header and still count as whole."""

SILENCE_BLOCK_SAMPLES: Final = 2**20
"""Largest block of silence, in samples."""

# Files are not refused for tags that are no UTF-8. From PyAV 19 on that is the default.
_OPEN_OPTIONS: Final[dict[str, Any]] = (
    {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
)


class ContainerReader:
    """Reads the first sound track of a container.

    Parameters
    ----------
    path : Path
        The container.

    Attributes
    ----------
    rate : int
        Samples per second.
    duration_s : float or None
        End of the sound in seconds from the container's start; None where the container doesn't say.
    latest_s : float or None
        End of the longest track in seconds; None where the container doesn't say.

    Raises
    ------
    BrokenFileError
        The file is no container, or it has no sound track, or its sound track is empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rate = first_rate(path)
        self.container = open_container(path)
        self.stream = self.container.streams.audio[0]
        self.start_s = (self.container.start_time or 0) / av.time_base
        self.indexed = self.container.format.name.startswith(INDEXED_FORMATS)
        known = self.indexed and self.container.duration
        self.latest_s: float | None = self.container.duration / av.time_base if known else None
        self.duration_s = self.track_end()

    def track_end(self) -> float | None:
        """Return the end of the sound track by its own header.

        For WebM and Matroska FFmpeg gives every track the end of the container.

        Returns
        -------
        float or None
            Seconds from the container's start; None where the track doesn't say.
        """
        if self.stream.duration is None or not self.container.format.name.startswith("mov,"):
            return None
        end = (self.stream.start_time or 0) + self.stream.duration
        return float(end * self.stream.time_base) - self.start_s

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield the sound of a part of the container, with silence where the track has gaps.

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
            The sound can't be decoded, changes its rate, or ends before the header says.
        """
        position = round(offset_s * self.rate)
        end = None if duration_s is None else position + round(duration_s * self.rate)
        if self.indexed and offset_s > PREROLL_S:
            self.container.seek(int((self.start_s + offset_s - PREROLL_S) * av.time_base))
        previous_end: int | None = None
        for frame in self.frames(to_the_end=duration_s is None):
            block = self.mono(frame)
            start = self.frame_start(frame, previous_end)
            previous_end = start + block.size
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
        if frame.time is None:
            return previous_end or 0
        stamped: int = round((frame.time - self.start_s) * self.rate)
        if previous_end is None or stamped - previous_end > MIN_GAP_S * self.rate:
            return stamped
        return previous_end

    def frames(self, *, to_the_end: bool) -> Iterator[Any]:
        """Decode the sound track.

        Parameters
        ----------
        to_the_end : bool
            Whether to check, after the last frame, that the container is whole.

        Yields
        ------
        av.AudioFrame
            A decoded frame.

        Raises
        ------
        BrokenFileError
            The sound can't be decoded, or the container ends before its header says.
        """
        # Any track may be the one that ends last, so the packets of all tracks are read.
        checks_end = to_the_end and self.latest_s is not None
        reached_s = 0.0
        try:
            for packet in self.container.demux(*(self.container.streams if checks_end else [self.stream])):
                if packet.pts is not None and packet.time_base is not None:
                    end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                    reached_s = max(reached_s, end - self.start_s)
                if packet.stream.index == self.stream.index:
                    yield from packet.decode()
        except av.error.FFmpegError as error:
            raise BrokenFileError(
                self.path,
                f"is damaged: its sound can't be decoded beyond {reached_s:.2f} s. Get the whole file again",
            ) from error
        if to_the_end and self.latest_s is not None and reached_s < self.latest_s - MAX_MISSING_END_S:
            raise BrokenFileError(
                self.path,
                f"is cut short: it breaks off after {reached_s:.2f} s of {self.latest_s:.2f} s. "
                "Get the whole file again",
            )

    def mono(self, frame: Any) -> npt.NDArray[np.float32]:
        """Return the mean of a frame's channels.

        Parameters
        ----------
        frame : av.AudioFrame
            A decoded frame.

        Returns
        -------
        np.ndarray [shape=(n,), float32]
            Mono; full scale is 1.

        Raises
        ------
        BrokenFileError
            The frame's sample rate differs from `rate`.
        """
        if frame.sample_rate != self.rate:
            raise BrokenFileError(
                self.path,
                f"changes from {self.rate} to {frame.sample_rate} samples per second. Convert it to wav",
            )
        values = frame.to_ndarray()
        if not frame.format.is_planar:
            values = values.reshape(-1, len(frame.layout.channels)).T
        if values.dtype == np.uint8:
            values = (values.astype(np.float32) - 128) / 128
        elif np.issubdtype(values.dtype, np.integer):
            values = values / -float(np.iinfo(values.dtype).min)
        mixed: npt.NDArray[np.float32] = values.mean(axis=0, dtype=np.float64).astype(np.float32)
        return mixed

    def close(self) -> None:
        """Close the container."""
        self.container.close()


def open_container(path: Path) -> Any:
    """Open a container that has a sound track.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    av.container.InputContainer
        The open container. The caller closes it.

    Raises
    ------
    BrokenFileError
        The file can't be read as a container, or it has no sound track.
    """
    try:
        # "file:" and the list of formats keep a strange name or a playlist from opening anything else.
        container = av.open(f"file:{path.resolve()}", options={"format_whitelist": FORMATS}, **_OPEN_OPTIONS)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise BrokenFileError(
            path,
            "isn't a sound file that can be read (wav, flac, ogg, mp3, opus, m4a, mp4, webm), or is damaged",
        ) from error
    if not container.streams.audio:
        container.close()
        raise BrokenFileError(path, "has no sound track")
    return container


def first_rate(path: Path) -> int:
    """Return the sample rate of the first decoded frame. A header may give half of it (HE-AAC).

    Parameters
    ----------
    path : Path
        The container.

    Returns
    -------
    int
        Samples per second.

    Raises
    ------
    BrokenFileError
        The container can't be decoded, or its sound track is empty.
    """
    with open_container(path) as container:
        try:
            for frame in container.decode(audio=0):
                return int(frame.sample_rate)
        except (av.error.FFmpegError, ValueError) as error:
            raise BrokenFileError(path, "isn't a sound file that can be read, or is damaged") from error
    raise BrokenFileError(path, "has a sound track that holds no sound")
