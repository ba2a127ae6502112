"""What is in a folder, from names, sizes and times of change alone: no file is read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from scenescore.library.ingest.music_files import find_files
from scenescore.library.ingest.table import TABLE_NAME

FolderState = Mapping[Path, tuple[int, int]]
"""Size in bytes and time of change in nanoseconds of each music file and each ``tracks.csv``."""


def folder_state(folder: Path, may_open: Callable[[Path], bool] | None = None) -> FolderState:
    """Look at a folder with all its subfolders.

    Parameters
    ----------
    folder : Path
        The folder.
    may_open : callable, optional
        Returns whether a file or folder may be read, given its real path. By default all may.

    Returns
    -------
    mapping of Path to tuple of int and int
        Empty for a folder that isn't there.
    """
    found = find_files([folder], may_open=may_open)
    state = {}
    for path in (*found.files, *(one / TABLE_NAME for one in found.table_folders)):
        with suppress(OSError):  # It is gone meanwhile.
            status = path.stat()
            state[path] = status.st_size, status.st_mtime_ns
    return state


def changed_paths(before: FolderState, after: FolderState) -> list[Path]:
    """Return what has to be looked at: files that are new, changed or gone, and folders of changed tables.

    Parameters
    ----------
    before, after : mapping of Path to tuple of int and int
        From `folder_state`.

    Returns
    -------
    list of Path
        Each once, sorted.
    """
    changed = {path for path, _ in before.items() ^ after.items()}
    return sorted({path.parent if path.name == TABLE_NAME else path for path in changed})
