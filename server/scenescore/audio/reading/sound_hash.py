"""Tells whether two files hold the same sound, whatever their tags, covers and names say."""

import hashlib
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from scenescore.audio.reading.sound_track import open_container, sound_track
from scenescore.errors import ScenescoreError

HASH_DIGITS: Final = 32


def coded_sound_hash(path: Path) -> str:
    """Return a hash of a file's coded sound, which needs no decoding.

    Parameters
    ----------
    path : Path
        A sound file, or a container with a sound track.

    Returns
    -------
    str
        32 hexadecimal digits: a hash of the sound track's packets, without headers and tags. Empty for a
        file that can't be taken apart.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with open_container(path) as container:
            for packet in container.demux(sound_track(path, container)):
                digest.update(packet)
                size += packet.size
    except (ScenescoreError, av.error.FFmpegError, OSError, ValueError):
        return ""
    return digest.hexdigest()[:HASH_DIGITS] if size else ""


def decoded_sound_hash(samples: npt.NDArray[np.float32]) -> str:
    """Return a hash of decoded sound, for a file whose coded sound can't be told from its tags.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The whole sound.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    return hashlib.sha256(np.ascontiguousarray(samples).tobytes()).hexdigest()[:HASH_DIGITS]
