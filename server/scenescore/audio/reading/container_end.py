"""Judges, once a file is decoded, whether its end is missing."""

from pathlib import Path
from typing import Any, Final

import av

from scenescore.audio.reading.mp3 import claimed_mp3_frames, mp3_frame_bytes

MAX_MISSING_END_S: Final = 1.0
"""A container may end so many seconds before the end in its header and still count as whole."""


class EndCheck:
    """Believes that every file is whole. Its subclasses look for what decoding proves.

    Attributes
    ----------
    streams : list of av.stream.Stream
        The tracks whose packets it has to see; empty if the sound's own do.
    """

    streams: list[Any]

    def __init__(self) -> None:
        self.streams = []

    def see(self, packet: Any) -> None:
        """Look at a packet before it is decoded.

        Parameters
        ----------
        packet : av.Packet
            The next packet of the file.
        """

    def problem(self) -> str:
        """Say what shows that the end is missing.

        Returns
        -------
        str
            A clause such as ``"it breaks off after 3.10 s of 8.00 s"``; empty for a whole file.
        """
        return ""


class IndexedEnd(EndCheck):
    """Looks for an mp4 or a Matroska file that lacks bytes, and ends before the duration in its header.

    The duration alone proves nothing: some programs write a wrong one.

    Parameters
    ----------
    path : Path
        The file.
    container : av.container.InputContainer
        The open file.
    """

    def __init__(self, path: Path, container: Any) -> None:
        super().__init__()
        self.path = path
        # Any track may be the one that ends last.
        self.streams = list(container.streams)
        self.start_s = (container.start_time or 0) / av.time_base
        self.latest_s = (container.duration or 0) / av.time_base
        self.reached_s = 0.0

    def see(self, packet: Any) -> None:
        """Look at a packet before it is decoded.

        Parameters
        ----------
        packet : av.Packet
            The next packet of the file.
        """
        if packet.pts is not None and packet.time_base is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            self.reached_s = max(self.reached_s, end - self.start_s)

    def problem(self) -> str:
        """Say what shows that the end is missing.

        Returns
        -------
        str
            As `EndCheck.problem`.
        """
        if self.reached_s >= self.latest_s - MAX_MISSING_END_S or not lacks_bytes(self.path):
            return ""
        return f"it breaks off after {self.reached_s:.2f} s of {self.latest_s:.2f} s"


class Mp3End(EndCheck):
    """Looks for an MP3 file that breaks off within a frame, before the number of frames in its header.

    The number alone proves nothing: programs that cut MP3 files leave it as it was. Nor does a broken frame
    alone: a recording of a radio stream ends with one.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.frames = 0
        self.first_position = 0
        self.last: Any = None

    def see(self, packet: Any) -> None:
        """Look at a packet before it is decoded.

        Parameters
        ----------
        packet : av.Packet
            The next packet of the file.
        """
        if packet.size:
            if self.last is None:
                self.first_position = packet.pos or 0
            self.frames += 1
            self.last = packet

    def problem(self) -> str:
        """Say what shows that the end is missing.

        Returns
        -------
        str
            As `EndCheck.problem`.
        """
        if self.last is None or self.last.size >= mp3_frame_bytes(bytes(self.last)[:4]):
            return ""
        claimed = claimed_mp3_frames(self.path, self.first_position)
        if self.frames > claimed:
            return ""
        return f"it breaks off within frame {self.frames} of {claimed}"


def end_check(path: Path, container: Any) -> EndCheck:
    """Choose the check for a file that is decoded as a whole.

    Parameters
    ----------
    path : Path
        The file.
    container : av.container.InputContainer
        The same file, opened.

    Returns
    -------
    EndCheck
        One that does nothing where decoding fails by itself or where nothing can be proved.
    """
    if container.format.name == "mp3":
        return Mp3End(path)
    if container.format.name.startswith(("mov,", "matroska")):
        return IndexedEnd(path, container)
    return EndCheck()


def lacks_bytes(path: Path) -> bool:
    """Tell whether an mp4 or a Matroska file is shorter than its outermost parts say.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bool
        False also for a file whose parts have no size, such as the recording of a browser.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(64)
        if head.startswith(b"\x1aE\xdf\xa3"):
            at = head.find(b"\x18S\x80g")  # Matroska's Segment
            width = 9 - head[at + 4].bit_length() if 0 <= at < 48 else 9
            if width > 8:
                return False
            value = int.from_bytes(head[at + 4 : at + 4 + width]) & ((1 << 7 * width) - 1)
            return value != (1 << 7 * width) - 1 and at + 4 + width + value > size
        position = 0
        while position + 8 <= size:
            file.seek(position)
            length = int.from_bytes(file.read(8)[:4])
            if length == 1:
                length = int.from_bytes(file.read(8))
            if length < 8:  # 0 stands for the rest of the file.
                return False
            position += length
    return position > size
