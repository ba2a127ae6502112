"""Writes small real sound files."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import soundfile

Samples = npt.NDArray[np.float32]

SOUND_FILES = {
    "wav": ("WAV", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "ogg": ("OGG", "VORBIS"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
    "opus": ("OGG", "OPUS"),
    "aiff": ("AIFF", "PCM_16"),
}
"""Format and subtype of the files that libsndfile writes, by suffix."""

CODECS = {"m4a": "aac", "mp4": "aac", "mov": "aac", "webm": "libopus", "mkv": "aac"}
"""Codec of the sound in the containers that PyAV writes, by suffix."""


def tone(frequency_hz: float, seconds: float, *, rate: int = 44_100, level: float = 0.3) -> Samples:
    """Return a plain tone [shape=(n,), float32]."""
    time_s = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


def chords(seconds: float, *, rate: int = 22_050, seed: int = 0) -> Samples:
    """Return simple music [shape=(n,), float32]: a chord and a drum beat every half second."""
    random = np.random.default_rng(seed)
    beat = rate // 2
    time_s = np.arange(beat) / rate
    bars = []
    for _ in range(-(-round(seconds * rate) // beat)):
        notes = 48 + random.choice([0, 2, 4, 5, 7, 9, 11], 3, replace=False) + 12 * random.integers(0, 3, 3)
        pitches_hz = 440 * 2 ** ((notes - 69) / 12)
        partials = [np.sin(2 * np.pi * pitch * k * time_s) / k for pitch in pitches_hz for k in (1, 2, 3)]
        drum = random.standard_normal(beat) * np.exp(-time_s * 40)
        bars.append(0.06 * np.sum(partials, axis=0) * np.exp(-time_s * 2) + 0.05 * drum)
    return np.concatenate(bars)[: round(seconds * rate)].astype(np.float32)


def write_sound(path: Path, samples: Samples, *, rate: int = 44_100) -> Path:
    """Write samples [shape=(n,) or (n, channels), float32] in the format that the path's suffix names."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix in CODECS:
        return write_container(path, samples, rate=rate, codec=CODECS[suffix])
    kind, subtype = SOUND_FILES[suffix]
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with soundfile.SoundFile(path, "w", rate, channels, format=kind, subtype=subtype) as file:
        # libsndfile crashes on a long stereo Ogg that is written in one call.
        for start in range(0, len(samples), rate):
            file.write(samples[start : start + rate])
    return path


def write_container(
    path: Path,
    samples: Samples | None,
    *,
    rate: int = 48_000,
    codec: str = "aac",
    starts_s: float = 0.0,
    picture_s: float = 0.0,
    options: dict[str, str] | None = None,
    tags: dict[str, str] | None = None,
) -> Path:
    """Write a container with a sound track, a picture track, or both.

    Parameters
    ----------
    path : Path
        Its suffix names the container.
    samples : np.ndarray [shape=(n,) or (n, 2), float32], optional
        Sound; by default there is no sound track.
    rate : int
        Samples per second.
    codec : str
        Codec of the sound.
    starts_s : float
        Start of the sound, in seconds from the container's start.
    picture_s : float
        Length of a grey picture track in seconds, at 10 frames per second; 0 for none.
    options : dict, optional
        Options of the container, such as ``{"movflags": "faststart"}``.
    tags : dict, optional
        Tags of the file.

    Returns
    -------
    Path
        The same path.
    """
    with av.open(str(path), "w", options=options or {}) as container:
        container.metadata.update(tags or {})
        picture = add_picture(container, path) if picture_s else None
        sound: Any = None
        if samples is not None:
            layout = "mono" if samples.ndim == 1 else "stereo"
            sound = container.add_stream(codec, rate=rate, layout=layout)
        if picture is not None:
            for i in range(round(picture_s * 10)):
                grey = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90 + i % 40, np.uint8), format="rgb24")
                grey.pts = i
                container.mux(picture.encode(grey))
            container.mux(picture.encode(None))
        if samples is not None:
            block = 1024
            resampler = av.AudioResampler(format=sound.codec_context.format, layout=layout, rate=rate)
            for start in range(0, len(samples), block):
                values = np.ascontiguousarray(
                    samples[start : start + block].reshape(-1, 1 if samples.ndim == 1 else 2).T
                )
                frame = av.AudioFrame.from_ndarray(values, format="fltp", layout=layout)
                frame.sample_rate = rate
                frame.pts = start + round(starts_s * rate)
                for ready in resampler.resample(frame):
                    container.mux(sound.encode(ready))
            container.mux(sound.encode(None))
    return path


def add_picture(container: Any, path: Path) -> Any:
    """Add a small picture track to a container."""
    picture = container.add_stream("libvpx" if path.suffix == ".webm" else "mpeg4", rate=10)
    picture.width = picture.height = 64
    picture.pix_fmt = "yuv420p"
    return picture
