"""A bundle's manifest ``bundle.json``, and the checksums of its files."""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import BrokenFileError, StorageError
from scenescore.model.bundle.folders import MANIFEST

MANIFEST_FORMAT: Final = 1
MAX_MANIFEST_BYTES: Final = 4 * 2**20
MAX_FILE_BYTES: Final = 64 * 2**20
"""The largest file that a bundle may hold. Our networks have 2 MB."""

_FILE_NAME: Final = re.compile(r"[a-z0-9_]{1,64}\.(onnx|npy|png)")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def render(manifest: Mapping[str, Any]) -> str:
    """Return the only valid text of a manifest, so that any changed byte is noticed.

    Parameters
    ----------
    manifest : mapping
        The manifest.

    Returns
    -------
    str
        The manifest as JSON with sorted keys, in ASCII, with a line break at its end.
    """
    return json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"


def checksum(manifest: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a manifest without its own ``checksum``, in hex.

    Parameters
    ----------
    manifest : mapping
        The manifest.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    rest = {name: value for name, value in manifest.items() if name != "checksum"}
    return hashlib.sha256(render(rest).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read and check a folder's ``bundle.json``.

    Parameters
    ----------
    folder : Path
        The bundle's folder.

    Returns
    -------
    dict
        Its ``files`` hold the ``sha256`` and the ``size`` of each file.

    Raises
    ------
    BrokenFileError
        The file is missing, is no manifest, has a newer format, or was changed.
    """
    path = folder / MANIFEST
    data = read_bounded(path, MAX_MANIFEST_BYTES)
    try:
        # Git may have changed the line ends. Nothing else may differ.
        text = data.decode("ascii").replace("\r\n", "\n")
        manifest = json.loads(text)
        # Python reads NaN and infinities, which JSON doesn't have, and refuses to write them.
        rendered = render(manifest)
    except (ValueError, RecursionError) as error:
        raise BrokenFileError(
            path, f"it is not a bundle's manifest ({error}); install the bundle again"
        ) from error
    if not isinstance(manifest, dict):
        raise BrokenFileError(path, "it is not a bundle's manifest; install the bundle again")
    if manifest.get("format") != MANIFEST_FORMAT:
        raise BrokenFileError(
            path,
            f"its format is {manifest.get('format')!r}, this version of Scenescore reads {MANIFEST_FORMAT}; "
            "train the bundle again or update Scenescore",
        )
    if text != rendered or manifest.get("checksum") != checksum(manifest):
        raise BrokenFileError(path, "it was changed after training; install the bundle again")
    _check_files(path, manifest.get("files"))
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write a bundle's files, and its manifest with their checksums last.

    Parameters
    ----------
    folder : Path
        An existing folder.
    manifest : mapping
        The manifest without ``format``, ``files`` and ``checksum``.
    files : mapping of str to bytes
        Content by file name.

    Raises
    ------
    StorageError
        The disk is full or read-only.
    """
    listed = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()
    }
    whole = {**manifest, "format": MANIFEST_FORMAT, "files": listed}
    try:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        text = render({**whole, "checksum": checksum(whole)})
        (folder / MANIFEST).write_text(text, encoding="ascii", newline="\n")
    except OSError as error:
        raise StorageError(f"the bundle can't be written to {folder}: {error.strerror or error}") from error


def read_file(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """Read one of a bundle's files and check it against the manifest.

    Parameters
    ----------
    folder : Path
        The bundle's folder.
    name : str
        Name of the file.
    manifest : mapping
        From `read_manifest`.

    Returns
    -------
    bytes

    Raises
    ------
    BrokenFileError
        The file is missing, isn't listed, or was changed.
    """
    path = folder / name
    listed = manifest["files"].get(name)
    if listed is None:
        raise BrokenFileError(folder / MANIFEST, f"it lists no {name}; train the bundle again")
    data = read_bounded(path, listed["size"])
    if hashlib.sha256(data).hexdigest() != listed["sha256"]:
        raise BrokenFileError(
            path, "it was changed after training (its sha256 differs); install the bundle again"
        )
    return data


def read_bounded(path: Path, most: int) -> bytes:
    """Read a file with a limit on its size.

    Parameters
    ----------
    path : Path
        The file.
    most : int
        The largest size, bytes.

    Returns
    -------
    bytes

    Raises
    ------
    BrokenFileError
        The file is missing, is larger, or can't be read.
    """
    try:
        if not path.is_file():
            raise BrokenFileError(path, "it is missing; install the bundle again")
        size = path.stat().st_size
        if size > most:
            raise BrokenFileError(
                path, f"it has {size} bytes, at most {most} can be; install the bundle again"
            )
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise BrokenFileError(path, f"it can't be read: {error.strerror or error}") from error


def array_bytes(values: npt.NDArray[np.float32]) -> bytes:
    """Return the content of an ``.npy`` file.

    Parameters
    ----------
    values : np.ndarray, float32
        The array.

    Returns
    -------
    bytes
        The array in version 1.0 of the format, without pickled objects.
    """
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(values, np.float32), (1, 0), allow_pickle=False)
    return buffer.getvalue()


def read_array(path: Path, data: bytes, shape: tuple[int | None, ...]) -> npt.NDArray[np.float32]:
    """Read the content of an ``.npy`` file. Its shape is checked before memory is taken.

    Parameters
    ----------
    path : Path
        The file, for the error message.
    data : bytes
        Its content.
    shape : tuple of int or None
        The shape it must have; None stands for any size.

    Returns
    -------
    np.ndarray [shape=shape, float32]

    Raises
    ------
    BrokenFileError
        It is no array of finite float32 values in that shape.
    """
    buffer = io.BytesIO(data)
    wanted = f"({', '.join('any' if one is None else str(one) for one in shape)})"
    try:
        version = np.lib.format.read_magic(buffer)
        if version != (1, 0):
            raise ValueError(f"version {version}")
        found, fortran, dtype = np.lib.format.read_array_header_1_0(buffer)
    except (ValueError, EOFError) as error:
        raise BrokenFileError(path, f"it is not a NumPy array ({error}); train the bundle again") from error
    if (
        dtype != np.dtype("<f4")
        or fortran
        or len(found) != len(shape)
        or any(one is not None and one != size for one, size in zip(shape, found, strict=True))
        or len(data) - buffer.tell() != 4 * int(np.prod(found, dtype=object))
    ):
        raise BrokenFileError(
            path,
            f"it holds {dtype} of shape {found}, float32 of shape {wanted} is needed; train the bundle again",
        )
    values = np.frombuffer(data, "<f4", offset=buffer.tell()).reshape(found)
    if not np.all(np.isfinite(values)):
        raise BrokenFileError(path, "it holds values that are not finite; train the bundle again")
    return values


def _check_files(path: Path, files: object) -> None:
    """Check the names and sizes of all files before any of them is opened."""
    if not isinstance(files, dict):
        raise BrokenFileError(path, "it lists no files; train the bundle again")
    for name, entry in files.items():
        if not _FILE_NAME.fullmatch(name):
            raise BrokenFileError(path, f"it lists a file {name!r}, whose name a bundle's file can't have")
        if not (
            isinstance(entry, dict)
            and isinstance(entry.get("sha256"), str)
            and _SHA256.fullmatch(entry["sha256"])
            and isinstance(entry.get("size"), int)
            and 0 <= entry["size"] <= MAX_FILE_BYTES
        ):
            raise BrokenFileError(
                path,
                f"what it says of {name} can't be: a sha256 and at most {MAX_FILE_BYTES} bytes are needed",
            )
