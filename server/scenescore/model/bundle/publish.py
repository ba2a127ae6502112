"""Putting a finished bundle in its place."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scenescore.errors import InvalidInputError, StorageError
from scenescore.model.bundle.manifest import MANIFEST, write_manifest


def check_folder(folder: Path) -> None:
    """Refuse a place where a bundle can't go without harm to something else.

    Raises
    ------
    InvalidInputError
        A file is there, or a folder with other things in it.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InvalidInputError(f"{folder} is a file: name a folder for the bundle", field="out")
    if not (folder / MANIFEST).is_file() and any(folder.iterdir()):
        raise InvalidInputError(
            f"{folder} holds other files and no bundle: name a new or empty folder, or a bundle to replace",
            field="out",
        )


def publish(
    folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes], *, check: Callable[[Path], None]
) -> None:
    """Write a bundle beside its place and then move it there, so that no half of one is ever seen.

    Parameters
    ----------
    folder : Path
        Where it goes. A bundle that is there is replaced; other files in it, such as its card, stay.
    manifest : mapping
        As for `scenescore.model.bundle.manifest.write_manifest`.
    files : mapping of str to bytes
        By name.
    check : callable
        Given the folder where it lies before it is moved; raises where it is no good.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    """
    check_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".scenescore-", dir=folder.parent))
    except OSError as error:
        raise StorageError(f"{folder} can't be written: {error.strerror or error}") from error
    try:
        write_manifest(made, manifest, files)
        check(made)
        folder.mkdir(exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)
        for name in (*files, MANIFEST):
            (made / name).replace(folder / name)
    except OSError as error:
        raise StorageError(f"{folder} can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
