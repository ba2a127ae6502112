"""The sound track of containers (mp4, m4a, webm and more), read by FFmpeg's libraries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from scenescore.errors import BrokenFileError

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,mp3,ogg,wav,flac,aiff,avi,flv,mpegts,asf,caf"
"""Containers that may be opened: none that names other files or addresses, as playlists do."""

INDEXED = ("mov,", "matroska")
"""Containers that know where they end and where each moment lies."""

GAP_S = 0.05
"""A jump in the timestamps from here on is filled with silence, so that sound and picture stay together."""

PREROLL_S = 0.5
"""How far before the wanted start decoding begins after a seek, so that the codec has settled."""

SLACK_S = 1.0
"""By how much a whole container may end before it says it does, seconds."""

SILENCE_BLOCK = 2**20
"""Samples of silence that are handed out at once."""

TOLERANT: dict[str, Any] = {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
"""Tags that are no UTF-8 are no reason to refuse a file; from PyAV 19 on that goes without saying."""


class ContainerReader:
    """A container's first sound track.

    Attributes
    ----------
    rate : int
        Samples per second.
    duration_s : float or None
        When the sound ends, seconds from the container's start, where the container says so.
    latest_s : float or None
        When the last of its tracks ends, seconds, where the container says so.

    Raises
    ------
    BrokenFileError
        No container, no sound track, or one without sound.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rate = first_rate(path)
        self.container = open_container(path)
        self.stream = self.container.streams.audio[0]
        self.start_s = (self.container.start_time or 0) / av.time_base
        self.indexed = self.container.format.name.startswith(INDEXED)
        known = self.indexed and self.container.duration
        self.latest_s: float | None = self.container.duration / av.time_base if known else None
        self.duration_s = self.track_end()

    def track_end(self) -> float | None:
        """Return when the sound track ends, where it says so itself.

        For a webm FFmpeg gives the container's end as its every track's.
        """
        if self.stream.duration is None or not self.container.format.name.startswith("mov,"):
            return None
        end = (self.stream.start_time or 0) + self.stream.duration
        return float(end * self.stream.time_base) - self.start_s

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield mono blocks from `offset_s` on, with silence where the track has none."""
        position = round(offset_s * self.rate)
        end = None if duration_s is None else position + round(duration_s * self.rate)
        if self.indexed and offset_s > PREROLL_S:
            self.container.seek(int((self.start_s + offset_s - PREROLL_S) * av.time_base))
        follows: int | None = None
        for frame in self.frames(to_the_end=duration_s is None):
            block = self.mono(frame)
            at = self.place(frame, follows)
            follows = at + block.size
            if at > position:
                gap_end = at if end is None else min(at, end)
                for start in range(position, gap_end, SILENCE_BLOCK):
                    yield np.zeros(min(SILENCE_BLOCK, gap_end - start), np.float32)
                position = gap_end
            part = block[max(0, position - at) : None if end is None else max(0, end - at)]
            if part.size:
                yield part
                position += part.size
            if end is not None and position >= end:
                return

    def place(self, frame: Any, follows: int | None) -> int:
        """Return the sample at which a frame begins: after the one before, unless time has jumped ahead."""
        if frame.time is None:
            return follows or 0
        stamped: int = round((frame.time - self.start_s) * self.rate)
        if follows is None or stamped - follows > GAP_S * self.rate:
            return stamped
        return follows

    def frames(self, *, to_the_end: bool) -> Iterator[Any]:
        """Decode the sound track; notice a container that ends before it said it would."""
        # Any track may be the one that ends last, so all packets are looked at.
        watched = to_the_end and self.latest_s is not None
        reached_s = 0.0
        try:
            for packet in self.container.demux(*(self.container.streams if watched else [self.stream])):
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
        if to_the_end and self.latest_s is not None and reached_s < self.latest_s - SLACK_S:
            raise BrokenFileError(
                self.path,
                f"is cut short: it breaks off after {reached_s:.2f} s of {self.latest_s:.2f} s. "
                "Get the whole file again",
            )

    def mono(self, frame: Any) -> npt.NDArray[np.float32]:
        """Return a decoded frame as the mean of its channels, full scale at 1."""
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
    """Open a container that has a sound track."""
    try:
        # "file:" and the list of formats keep a strange name or a playlist from leading anywhere else.
        container = av.open(f"file:{path.resolve()}", options={"format_whitelist": FORMATS}, **TOLERANT)
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
    """Return the rate of the first decoded frame: a header may say half of it (HE-AAC)."""
    with open_container(path) as container:
        try:
            for frame in container.decode(audio=0):
                return int(frame.sample_rate)
        except (av.error.FFmpegError, ValueError) as error:
            raise BrokenFileError(path, "isn't a sound file that can be read, or is damaged") from error
    raise BrokenFileError(path, "has a sound track that holds no sound")
