"""The pictures of a film: copied from the clip as they are, or encoded anew."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from scenescore.frames.orientation import Orientation, orientation_of_video
from scenescore.frames.video_file import EPSILON_S, open_video, picture_track
from scenescore.timeline.stretch import Timeline

Packets = Iterator[tuple[float, list[Any]]]

COPIED_CODECS: Final = frozenset({"h264", "hevc", "av1"})
"""Codecs that players know in an MP4."""
COPIED_FORMATS: Final = ("mov,", "matroska")
"""Beginnings of the names of formats that give the time of each picture."""
CODECS: Final = ("libx264", "libopenh264", "mpeg4")
"""To encode with, by preference; which of them are there depends on how FFmpeg's libraries were built."""
_TIME_BASE: Final = Fraction(1, 90_000)
_CHECKED_PACKETS: Final = 50


def may_be_copied(clip: Path) -> bool:
    """Return whether an MP4 can hold the pictures of a clip as they are.

    Parameters
    ----------
    clip : Path
        A video.

    Returns
    -------
    bool
    """
    with open_video(clip) as container:
        stream = picture_track(container, clip)
        if (
            not container.format.name.startswith(COPIED_FORMATS)
            or stream.codec_context.name not in COPIED_CODECS
        ):
            return False
        for number, packet in enumerate(container.demux(stream)):
            # Pictures that an edit list leaves out would be shown.
            if packet.size and (packet.is_discard or packet.pts is None or packet.dts is None):
                return False
            if number == _CHECKED_PACKETS:
                break
    return True


def copied_pictures(source: Any, stream: Any, target: Any, timeline: Timeline) -> Packets:
    """Copy the encoded pictures of a clip, from its beginning on.

    Parameters
    ----------
    source : av.container.InputContainer
        The open clip.
    stream : av.VideoStream
        Its pictures.
    target : av.container.OutputContainer
        The film.
    timeline : Timeline
        Its end is the film's.

    Yields
    ------
    time_s : float
        How far the film has come, seconds.
    packets : list of av.Packet
        What comes next.
    """
    copy = target.add_stream_from_template(stream)

    def packets() -> Packets:
        origin = round((source.start_time or 0) / av.time_base / stream.time_base)
        for packet in source.demux(stream):
            if packet.dts is None or packet.pts is None:
                continue
            packet.pts, packet.dts = packet.pts - origin, packet.dts - origin
            time_s = float(packet.dts * stream.time_base)
            if time_s >= timeline.end_s:
                return
            if packet.pts * stream.time_base < timeline.end_s:
                packet.stream = copy
                yield time_s, [packet]

    return packets()


def encoded_pictures(source: Any, stream: Any, target: Any, timeline: Timeline) -> Packets:
    """Encode the pictures of a part of a clip. The parameters are those of `copied_pictures`.

    Yields
    ------
    time_s : float
        How far the film has come, seconds.
    packets : list of av.Packet
        What comes next.
    """
    codec = next(name for name in CODECS if name in av.codecs_available)
    encoder: Any = target.add_stream(codec, rate=stream.average_rate or Fraction(10))
    encoder.pix_fmt, encoder.codec_context.time_base = "yuv420p", _TIME_BASE
    if codec == "libx264":
        encoder.options = {"preset": "veryfast", "crf": "20"}

    def packets() -> Packets:
        last = -1
        for time_s, picture in _pictures(source, stream, timeline.start_s, timeline.end_s):
            upright = _upright(picture)
            if last < 0:
                encoder.width, encoder.height = upright.width // 2 * 2, upright.height // 2 * 2
            upright = upright.reformat(width=encoder.width, height=encoder.height, format="yuv420p")
            pts = round(max(0.0, time_s - timeline.start_s) / _TIME_BASE)
            if pts > last:
                upright.pts, upright.time_base, last = pts, _TIME_BASE, pts
                yield float(pts * _TIME_BASE), encoder.encode(upright)
        yield timeline.end_s - timeline.start_s, encoder.encode(None)

    return packets()


def _pictures(source: Any, stream: Any, start_s: float, end_s: float) -> Iterator[tuple[float, Any]]:
    """Decode a part of a clip; the picture that is shown at its start comes first."""
    origin_s = (source.start_time or 0) / av.time_base
    if start_s > 0 and stream.time_base is not None:
        source.seek(int((origin_s + start_s) / stream.time_base), stream=stream, backward=True)
    held: tuple[float, Any] | None = None
    last_s, usual_s = 0.0, float(1 / (stream.average_rate or Fraction(10)))
    for picture in source.decode(stream):
        time_s = picture.time - origin_s if picture.time is not None else last_s + usual_s
        last_s = time_s
        if time_s >= end_s:
            break
        if time_s <= start_s + EPSILON_S:
            held = time_s, picture
            continue
        if held is not None:
            yield held
            held = None
        yield time_s, picture
    if held is not None:
        yield held


def _upright(picture: Any) -> Any:
    """Return a picture as it is shown; encoding loses what tells how it is turned."""
    turned = orientation_of_video(picture)
    if turned == Orientation():
        return picture
    return av.VideoFrame.from_ndarray(
        np.ascontiguousarray(turned.applied_to(picture.to_ndarray(format="rgb24")))
    )
