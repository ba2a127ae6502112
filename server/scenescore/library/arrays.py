"""The arrays that a search runs over: derived from the database, memory-mapped, rebuilt when behind."""

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Read = Callable[[], tuple[int, list[str], Floats]]


def derived(folder: Path, keys: Sequence[str], generation: int, read: Read) -> tuple[list[str], Floats]:
    """Return the tracks that have all of some features, and these features side by side.

    Parameters
    ----------
    folder : Path
        Where derived arrays are kept.
    keys : sequence of str
        The features' keys, in the order of their columns.
    generation : int
        The library's; arrays of an older one are rebuilt.
    read : callable
        Reads the generation, the ids and the features from one snapshot of the database: an array's name
        holds its generation, so two readers that keep one under the same name keep the same.

    Returns
    -------
    ids : list of str
        The tracks.
    features : np.ndarray [shape=(tracks, steps, D), float32]
        Memory-mapped where the disk allows it, read-only.
    """
    place = listing(folder, keys)
    if (kept := read_kept(place, generation)) is not None:
        return kept
    read_generation, ids, features = read()
    try:
        array = keep(folder, place.stem, read_generation, ids, features)
        drop_older(folder, place.stem, array)
        return ids, np.load(array, mmap_mode="r") if ids else features
    except OSError:
        # A full or read-only disk costs memory here, not matches; so does another process that is just
        # putting its own array in this one's place.
        return ids, features


def listing(folder: Path, keys: Sequence[str]) -> Path:
    """Return where it is written which array holds some features."""
    stem = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
    return folder / f"{stem}.json"


def read_kept(place: Path, generation: int) -> tuple[list[str], Floats] | None:
    """Return what is kept if it is of this generation and whole."""
    try:
        entry = json.loads(place.read_text(encoding="utf-8"))
        if entry["generation"] != generation:
            return None
        features: Floats = np.load(
            place.parent / Path(entry["array"]).name, mmap_mode="r" if entry["ids"] else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (entry["ids"], features) if len(entry["ids"]) == len(features) else None


def keep(folder: Path, stem: str, generation: int, ids: list[str], features: Floats) -> Path:
    """Write the array, then the listing that names it; each appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    array = folder / f"{stem}-{generation}.npy"
    with appearing_whole(array) as scratch, scratch.open("wb") as file:
        np.save(file, features)
    entry = {"generation": generation, "array": array.name, "ids": ids}
    with appearing_whole(folder / f"{stem}.json") as scratch:
        scratch.write_text(json.dumps(entry), encoding="utf-8")
    return array


@contextmanager
def appearing_whole(path: Path) -> Iterator[Path]:
    """Give a place to write a file at, and move it to its own place when the block has ended well."""
    scratch = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.tmp")
    try:
        yield scratch
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def drop_older(folder: Path, stem: str, newest: Path) -> None:
    """Remove arrays that the listing no longer names, and what a killed process had begun.

    Whoever still maps an array keeps it until it lets go; where a platform forbids to remove it meanwhile, a
    later rebuild does.
    """
    for old in folder.glob(f"{stem}-*"):
        if old != newest:
            with suppress(OSError):
                old.unlink()
