"""The arrays that a search runs over: derived from the database, memory-mapped, rebuilt when behind."""

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
Read = Callable[[], tuple[int, list[str], Arrays]]

FRESH_S: Final = 60.0
"""Files younger than this that no listing names may be another process's that is just about to."""


def derived(folder: Path, keys: Sequence[str], generation: int, read: Read) -> tuple[list[str], Arrays]:
    """Return the tracks that have all of some features, and what was made of these features.

    Parameters
    ----------
    folder : Path
        Where derived arrays are kept.
    keys : sequence of str
        What tells these arrays from others: the features' keys in the order of their columns, and what was
        made of them.
    generation : int
        The library's; arrays of an older one are rebuilt.
    read : callable
        Reads the generation, the ids and the arrays from one snapshot of the database: an array's name
        holds its generation, so two readers that keep one under the same name keep the same.

    Returns
    -------
    ids : list of str
        The tracks.
    arrays : mapping of str to np.ndarray
        By name; memory-mapped where the disk allows it, read-only.
    """
    place = listing(folder, keys)
    if (kept := read_kept(place, generation)) is not None:
        return kept
    read_generation, ids, arrays = read()
    try:
        files = keep(place, read_generation, ids, arrays)
        drop_older(place, read_generation, files)
    except OSError:
        # A full or read-only disk costs memory here, not matches; so does another process that is just
        # putting its own arrays in these ones' place.
        return ids, arrays
    return read_kept(place, read_generation) or (ids, arrays)


def listing(folder: Path, keys: Sequence[str]) -> Path:
    """Return where it is written which files hold some arrays."""
    stem = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
    return folder / f"{stem}.json"


def read_kept(place: Path, generation: int) -> tuple[list[str], Arrays] | None:
    """Return what is kept if it is of this generation and whole."""
    try:
        entry = json.loads(place.read_text(encoding="utf-8"))
        if entry["generation"] != generation:
            return None
        arrays = {
            name: mapped(place.with_name(Path(one["file"]).name)) for name, one in entry["arrays"].items()
        }
        if any(list(arrays[name].shape) != one["shape"] for name, one in entry["arrays"].items()):
            return None
        return list(entry["ids"]), arrays
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def mapped(file: Path) -> npt.NDArray[Any]:
    """Map an array; one without values is read, as there is nothing to map."""
    try:
        array: npt.NDArray[Any] = np.load(file, mmap_mode="r")
    except ValueError:
        array = np.load(file)
        if array.size:
            raise
    return array


def keep(place: Path, generation: int, ids: list[str], arrays: Arrays) -> set[Path]:
    """Write the arrays, then the listing that names them; each appears whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, array in arrays.items():
        file = place.with_name(f"{place.stem}-{generation}-{name}.npy")
        with atomic_write(file) as scratch, scratch.open("wb") as opened:
            np.save(opened, array)
        entries[name] = {"file": file.name, "shape": array.shape}
    with atomic_write(place) as scratch:
        entry = {"generation": generation, "arrays": entries, "ids": ids}
        scratch.write_text(json.dumps(entry), encoding="utf-8")
    return {place.with_name(str(one["file"])) for one in entries.values()}


def drop_older(place: Path, generation: int, newest: Collection[Path]) -> None:
    """Remove arrays that the listing no longer names, and what a killed process had begun.

    Whoever still maps an array keeps it until it lets go; where a platform forbids to remove it meanwhile, a
    later rebuild does. What is neither of an older generation nor old may be another process's that has read
    a newer library: it is left for the next time.
    """
    for other in place.parent.glob(f"{place.stem}-*"):
        with suppress(OSError):
            if other in newest:
                continue
            if generation_of(other) < generation or time.time() - other.stat().st_mtime > FRESH_S:
                other.unlink()


def generation_of(file: Path) -> float:
    """Return the generation in an array's name; beyond all others for what is still being written."""
    parts = file.stem.split("-")
    return int(parts[1]) if file.suffix == ".npy" and parts[1].isdigit() else float("inf")
