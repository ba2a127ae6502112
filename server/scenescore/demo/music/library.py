"""The demo's pieces as files: OGG Vorbis with title, artist and licence."""

import hashlib
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutagen
import soundfile
from mutagen.oggvorbis import OggVorbis

from scenescore.demo.music.oscillators import SAMPLE_RATE
from scenescore.demo.music.pieces import Piece, pieces
from scenescore.demo.music.render import render
from scenescore.errors import NotFoundError, StorageError

ARTIST = "Scenescore demo"
LICENCE = "CC0-1.0"
SYNTHESISER_VERSION = 1
"""Goes up whenever the same score comes to sound different."""

_VERSION_TAG = "scenescore_score"
_BLOCK = 4096


def file_name(piece: Piece) -> str:
    """Return the name of a piece's file, such as ``town_market.ogg``."""
    return f"{piece.id}.ogg"


def write_library(folder: Path | str, only: Collection[str] | None = None) -> list[Path]:
    """Render the demo's pieces into a folder; what is already there is kept.

    Parameters
    ----------
    folder : Path or str
        Where to; it is made.
    only : collection of str, optional
        Ids of the pieces wanted; all of them by default.

    Returns
    -------
    list of Path
        One file a piece, sorted by name.

    Raises
    ------
    NotFoundError
        An id in `only` that no piece has.
    StorageError
        The folder can't be written.
    """
    wanted = [piece for piece in pieces() if only is None or piece.id in only]
    if only is not None and (unknown := set(only) - {piece.id for piece in wanted}):
        raise NotFoundError(f"no demo piece is called {sorted(unknown)[0]!r}; there are {', '.join(p.id for p in pieces())}")
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # numpy and the encoder let go of the interpreter for most of the time
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            return list(pool.map(lambda piece: _write(folder, piece), wanted))
    except (OSError, soundfile.LibsndfileError) as error:
        raise StorageError(f"{folder}: the demo's music can't be written: {error}") from error


def version(piece: Piece) -> str:
    """Return what changes whenever a piece comes to sound different: a hash of its score and the synthesiser's version."""
    return hashlib.sha256(f"{SYNTHESISER_VERSION} {piece!r}".encode()).hexdigest()[:16]


def _write(folder: Path, piece: Piece) -> Path:
    path = folder / file_name(piece)
    if _is_current(path, piece):
        return path
    # the piece appears under its name only when it is whole: folders of music are watched
    unfinished = path.with_name(f".{path.stem}-{os.getpid()}.tmp")
    try:
        samples = render(piece)
        with soundfile.SoundFile(
            unfinished, "w", SAMPLE_RATE, 1, format="OGG", subtype="VORBIS", compression_level=0.6
        ) as file:
            # libsndfile crashes when a long OGG is written in one call
            for start in range(0, samples.size, _BLOCK):
                file.write(samples[start : start + _BLOCK])
        tags = OggVorbis(unfinished)
        tags["title"], tags["artist"], tags["license"] = piece.title, ARTIST, LICENCE
        tags["album"], tags["genre"] = "Scenescore demo", piece.character
        tags[_VERSION_TAG] = version(piece)
        tags.save()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _is_current(path: Path, piece: Piece) -> bool:
    if not path.is_file():
        return False
    try:
        return bool(OggVorbis(path).get(_VERSION_TAG) == [version(piece)])
    except mutagen.MutagenError:
        return False
