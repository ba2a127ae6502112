"""A cache of arrays made from the database: memory-mapped, and rebuilt when the library has changed."""

import hashlib
import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.atomic_write import atomic_write

Arrays = Mapping[str, npt.NDArray[Any]]
Build = Callable[[], tuple[int, list[str], Arrays]]

MIN_AGE_TO_REMOVE_S: Final = 60.0
"""A younger file that no index names may be one that another process is about to name."""


def cached_arrays(
    folder: Path, keys: Sequence[str], generation: int, build: Build
) -> tuple[list[str], Arrays]:
    """Return arrays from the cache, or build and cache them.

    Parameters
    ----------
    folder : Path
        The cache.
    keys : sequence of str
        What tells these arrays from others: the feature keys in the order of their columns, and what was made
        of the features.
    generation : int
        The library's generation. Arrays of an older one are rebuilt.
    build : callable
        Returns the generation, the ids and the arrays of one snapshot of the database. The files' names hold
        that generation, so two processes that write a file of the same name write the same content.

    Returns
    -------
    ids : list of str
        The tracks.
    arrays : mapping of str to np.ndarray
        By name, read-only; memory-mapped where the disk allows it.
    """
    index = index_file(folder, keys)
    if (cached := read_cached(index, generation)) is not None:
        return cached
    built_generation, ids, arrays = build()
    try:
        files = write_cached(index, built_generation, ids, arrays)
        remove_outdated(index, built_generation, files)
    except OSError:
        # The disk is full or read-only, or another process is replacing these arrays with its own. That costs
        # memory here, not matches.
        return ids, arrays
    return read_cached(index, built_generation) or (ids, arrays)


def index_file(folder: Path, keys: Sequence[str]) -> Path:
    """Return where the index of some arrays is.

    Parameters
    ----------
    folder : Path
        The cache.
    keys : sequence of str
        As for `cached_arrays`.

    Returns
    -------
    Path
        A JSON file that names the arrays' files. It may not exist.
    """
    stem = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
    return folder / f"{stem}.json"


def read_cached(index: Path, generation: int) -> tuple[list[str], Arrays] | None:
    """Return cached arrays.

    Parameters
    ----------
    index : Path
        From `index_file`.
    generation : int
        The library's generation.

    Returns
    -------
    tuple of list of str and mapping of str to np.ndarray, or None
        The tracks and the arrays; None if the cache is of another generation, damaged or empty.
    """
    try:
        entry = json.loads(index.read_text(encoding="utf-8"))
        if entry["generation"] != generation:
            return None
        arrays = {
            name: _map_array(index.with_name(Path(one["file"]).name)) for name, one in entry["arrays"].items()
        }
        if any(list(arrays[name].shape) != one["shape"] for name, one in entry["arrays"].items()):
            return None
        return list(entry["ids"]), arrays
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _map_array(file: Path) -> npt.NDArray[Any]:
    """Map a ``.npy`` file into memory; an array without values, which can't be mapped, is read."""
    try:
        array: npt.NDArray[Any] = np.load(file, mmap_mode="r")
    except ValueError:
        array = np.load(file)
        if array.size:
            raise
    return array


def write_cached(index: Path, generation: int, ids: list[str], arrays: Arrays) -> set[Path]:
    """Write arrays, then the index that names them. Each file appears whole or not at all.

    Parameters
    ----------
    index : Path
        From `index_file`.
    generation : int
        The generation that the arrays were built from.
    ids : list of str
        The tracks.
    arrays : mapping of str to np.ndarray
        By name.

    Returns
    -------
    set of Path
        The arrays' files.

    Raises
    ------
    OSError
        The disk is full or can't be written.
    """
    index.parent.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, array in arrays.items():
        file = index.with_name(f"{index.stem}-{generation}-{name}.npy")
        with atomic_write(file) as scratch, scratch.open("wb") as opened:
            np.save(opened, array)
        entries[name] = {"file": file.name, "shape": array.shape}
    with atomic_write(index) as scratch:
        entry = {"generation": generation, "arrays": entries, "ids": ids}
        scratch.write_text(json.dumps(entry), encoding="utf-8")
    return {index.with_name(str(one["file"])) for one in entries.values()}


def remove_outdated(index: Path, generation: int, newest: Collection[Path]) -> None:
    """Remove arrays that the index no longer names, and files that a killed process left unfinished.

    A process that has mapped an older array keeps it. Where the platform forbids to remove it meanwhile, a
    later rebuild does. A young file that is not of an older generation stays for now: another process that
    has read a newer library may be writing it.

    Parameters
    ----------
    index : Path
        From `index_file`.
    generation : int
        The generation of the newest arrays.
    newest : collection of Path
        Their files.
    """
    for other in index.parent.glob(f"{index.stem}-*"):
        with suppress(OSError):
            if other in newest:
                continue
            age_s = time.time() - other.stat().st_mtime
            if _generation_of(other) < generation or age_s > MIN_AGE_TO_REMOVE_S:
                other.unlink()


def _generation_of(file: Path) -> float:
    """Return the generation in an array's file name; infinity for a file that is still being written."""
    parts = file.stem.split("-")
    return int(parts[1]) if file.suffix == ".npy" and parts[1].isdigit() else float("inf")
