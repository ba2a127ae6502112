"""The demo's pieces as tagged OGG files in a folder."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutagen
import numpy as np
import numpy.typing as npt
import soundfile

from scenescore.demo.music.notation import Piece
from scenescore.demo.music.oscillators import SAMPLE_RATE
from scenescore.demo.music.pieces import pieces
from scenescore.demo.music.render import render
from scenescore.errors import StorageError

VERSION = "2"
"""Increased whenever a piece sounds different. Files of another version are rendered again."""
ARTIST = "Scenescore's synthesiser"
LICENSE = "CC0-1.0"
BLOCK_SAMPLES = 65_536
"""Samples that are written at a time."""


def write_library(folder: Path, *, only: Iterable[str] | None = None) -> list[Path]:
    """Render the pieces into a folder. Existing files of this version are kept.

    Parameters
    ----------
    folder : Path
        The folder; created if it doesn't exist.
    only : iterable of str, optional
        Ids of the pieces to render; by default all 24.

    Returns
    -------
    list of Path
        One OGG Vorbis file for each piece.

    Raises
    ------
    StorageError
        The folder can't be written.
    """
    wanted = None if only is None else set(only)
    chosen = [piece for piece in pieces() if wanted is None or piece.id in wanted]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Threads are enough: NumPy's transforms take most of the time and release the interpreter.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda piece: write_piece(folder, piece), chosen))
    except OSError as error:
        raise StorageError(
            f"the demo's music can't be written to {folder}: {error.strerror or error}"
        ) from error


def write_piece(folder: Path, piece: Piece) -> Path:
    """Render one piece, unless its file exists in this version.

    Parameters
    ----------
    folder : Path
        Where to write it.
    piece : Piece
        The piece.

    Returns
    -------
    Path
        The file. It appears complete or not at all.
    """
    path = folder / f"{piece.id}.ogg"
    return path if is_current(path) else encode_piece(path, piece, render(piece))


def encode_piece(path: Path, piece: Piece, samples: npt.NDArray[np.float32]) -> Path:
    """Write the samples of a piece as a tagged OGG Vorbis file.

    Parameters
    ----------
    path : Path
        The file. It appears complete or not at all.
    piece : Piece
        The piece, for its tags.
    samples : np.ndarray [shape=(n,), float32]
        From `scenescore.demo.music.render.render`.

    Returns
    -------
    Path
        The same path.
    """
    scratch = path.with_suffix(".ogg.tmp")
    with soundfile.SoundFile(scratch, "w", SAMPLE_RATE, 1, format="OGG", subtype="VORBIS") as file:
        # In blocks, because libsndfile crashes on a long OGG that is written in one call.
        for block in np.array_split(samples, max(1, len(samples) // BLOCK_SAMPLES)):
            file.write(block)
    tags = mutagen.File(scratch)
    tags["title"], tags["artist"], tags["license"] = piece.title, ARTIST, LICENSE
    tags["genre"], tags["version"] = piece.character, VERSION
    tags.save()
    scratch.replace(path)
    return path


def is_current(path: Path) -> bool:
    """Return whether a file exists, complete and of this version.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bool
        False, too, for a file that can't be read.
    """
    try:
        tags = mutagen.File(path)
    except (OSError, mutagen.MutagenError):
        return False
    return tags is not None and tags.get("version") == [VERSION]
