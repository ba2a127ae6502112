"""Writes small real videos."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

SOUND_RATE = 48_000
CODECS = {
    ".mp4": ("libx264", "aac"),
    ".mkv": ("libx264", "aac"),
    ".webm": ("libvpx", "libopus"),
}


def plain(colour: tuple[int, int, int], *, width: int = 64, height: int = 48) -> np.ndarray:
    """Return a picture [shape=(height, width, 3), uint8] of one colour (red, green, blue)."""
    return np.full((height, width, 3), colour, np.uint8)


def write_video(
    path: Path,
    pictures: Iterable[np.ndarray],
    *,
    frames_per_second: int = 10,
    times_s: Sequence[float] | None = None,
    sound: np.ndarray | None = None,
    keyframe_every: int = 12,
) -> Path:
    """Write an MP4 (H.264, AAC), MKV or WebM (VP8, Opus), by the file's suffix.

    Parameters
    ----------
    path : Path
        The file to write. Its suffix names the format.
    pictures : iterable of np.ndarray [shape=(height, width, 3), uint8]
        RGB, all of one even size.
    frames_per_second : int
        Rate, if `times_s` is not given.
    times_s : sequence of float, optional
        Time of each picture in seconds, for a variable rate.
    sound : np.ndarray [shape=(n,), float32], optional
        Mono at 48 kHz.
    keyframe_every : int
        Pictures from one keyframe to the next.

    Returns
    -------
    Path
        `path`.
    """
    video_codec, sound_codec = CODECS[path.suffix]
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(video_codec, rate=frames_per_second)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = keyframe_every
        stream.codec_context.time_base = Fraction(1, 1000)
        if video_codec == "libx264":
            stream.options = {"preset": "ultrafast", "crf": "12"}
        voice: Any = container.add_stream(sound_codec, rate=SOUND_RATE) if sound is not None else None
        if voice is not None:
            voice.layout = "mono"
        for index, picture in enumerate(pictures):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            time_s = index / frames_per_second if times_s is None else times_s[index]
            frame.pts, frame.time_base = round(time_s * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if voice is not None and sound is not None:
            _write_sound(container, voice, sound)
    return path


def _write_sound(container: Any, voice: Any, sound: np.ndarray) -> None:
    """Encode the sound in blocks of a fifth of a second."""
    block = SOUND_RATE // 5
    for start in range(0, len(sound), block):
        part = np.ascontiguousarray(sound[start : start + block], np.float32)[None, :]
        frame = av.AudioFrame.from_ndarray(part, format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        container.mux(voice.encode(frame))
    container.mux(voice.encode())
