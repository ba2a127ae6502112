"""Writing a bundle so that nobody ever sees half of it."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scenescore.errors import InvalidInputError, StorageError
from scenescore.model.bundle.folders import MANIFEST
from scenescore.model.bundle.manifest import write_manifest


def check_folder(folder: Path) -> None:
    """Check that a bundle can be written to a folder without harm to other files.

    Parameters
    ----------
    folder : Path
        Where the bundle goes.

    Raises
    ------
    InvalidInputError
        It is a file, or a folder that holds other files and no bundle.
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
    """Write a bundle into a temporary folder, check it, and move it to its place.

    Parameters
    ----------
    folder : Path
        Where it goes. An existing bundle is replaced; other files in the folder, such as its card, stay.
    manifest : mapping
        As for `scenescore.model.bundle.manifest.write_manifest`.
    files : mapping of str to bytes
        Content by file name.
    check : callable
        Called with the temporary folder before the bundle is moved. It raises if the bundle is no good.

    Raises
    ------
    InvalidInputError
        As `check_folder`.
    StorageError
        The disk is full or read-only.
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
