"""The music of an export: copied, or converted to Ogg Vorbis. No file is ever overwritten."""

import filecmp
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import mutagen
import numpy as np
import soundfile

from scenescore.audio.reading.loop_points import loop_points
from scenescore.audio.reading.stereo import RATE, stereo_blocks
from scenescore.errors import NotFoundError
from scenescore.finished_file import finished_file
from scenescore.library.store.track import Track

COPY: Final = "copy"
OGG: Final = "ogg"
QUALITY: Final = 0.6
"""Of the Ogg Vorbis files, 0 to 1: about 190 kbit/s."""
_CONTENT_TAG: Final = "SCENESCORE_CONTENT"
"""Says which track a converted file was made from."""


def place_music(track: Track, folder: Path, how: str) -> Path:
    """Put a track's file into a folder, with its loop points.

    Parameters
    ----------
    track : Track
        The track.
    folder : Path
        The folder; created if it doesn't exist.
    how : str
        ``copy``, or ``ogg`` to convert what isn't Ogg Vorbis.

    Returns
    -------
    Path
        The file. One that is there already, from the same track, stays as it is. Where another file has the
        name, this one has the track's id in its name.

    Raises
    ------
    NotFoundError
        The track's file is gone.
    BrokenFileError
        It can't be decoded.
    StorageError
        The folder can't be written.
    """
    source = Path(track.file)
    if not source.is_file():
        raise NotFoundError(f"the file of {track.title} is gone: {source}; run `scenescore library update`")
    converts = how == OGG and not _is_vorbis(source)
    suffix = ".ogg" if converts else source.suffix.lower()
    stem = re.sub(r"[^\w-]+", "_", source.stem).strip("_") or track.id
    for target in (folder / f"{stem}{suffix}", folder / f"{stem}_{track.content or track.id}{suffix}"):
        if not target.exists():
            with finished_file(target) as unfinished:
                if converts:
                    _convert(track, source, unfinished)
                else:
                    shutil.copyfile(source, unfinished)
            return target
        if _content_of(target) == _content(track) if converts else filecmp.cmp(source, target, shallow=False):
            return target
    return target


def _is_vorbis(path: Path) -> bool:
    try:
        return str(soundfile.info(str(path)).subtype) == "VORBIS"
    except soundfile.LibsndfileError:
        return False


def _convert(track: Track, source: Path, target: Path) -> None:
    with (
        closing(stereo_blocks(source)) as blocks,
        soundfile.SoundFile(
            target, "w", RATE, 2, format="OGG", subtype="VORBIS", compression_level=1 - QUALITY
        ) as file,
    ):
        for block in blocks:
            # libsndfile crashes on a long stereo Ogg that is written in one call.
            for start in range(0, len(block), RATE):
                file.write(np.clip(block[start : start + RATE], -1, 1))
    tags: Any = mutagen.File(target)
    described = {"TITLE": track.title, "ARTIST": track.artist, "LICENSE": track.license, "CONTACT": track.url}
    if (loop := loop_points(source)) is not None:
        at_rate = loop.at(RATE)
        described |= {"LOOPSTART": str(at_rate.start), "LOOPLENGTH": str(at_rate.length)}
    tags.update({name: text for name, text in (described | {_CONTENT_TAG: _content(track)}).items() if text})
    tags.save()


def _content(track: Track) -> str:
    return track.content or track.id


def _content_of(path: Path) -> str:
    try:
        tags: Any = mutagen.File(path)
    except mutagen.MutagenError:
        return ""
    return "" if tags is None else str((tags.get(_CONTENT_TAG) or [""])[0])
