"""The music files at and below some paths, and what else was found there."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scenescore.audio.load import SUFFIXES
from scenescore.library.ingest.passed_over import PassedOver, Reason
from scenescore.library.ingest.table import TABLE_NAME


@dataclass(frozen=True)
class BrokenFile:
    """A file that could not be added.

    Attributes
    ----------
    file : str
        Its path.
    reason : str
        What is wrong with it.
    """

    file: str
    reason: str


@dataclass
class FoundMusic:
    """What was found at and below some paths.

    Attributes
    ----------
    files : list of Path
        Music files: absolute paths, each once, those of a folder sorted.
    named : frozenset of Path
        Those of them that were named themselves, not by a folder.
    table_folders : list of Path
        Folders that hold a ``tracks.csv``.
    broken : list of BrokenFile
        Paths that don't exist, named files without a suffix of music, folders that can't be searched, and
        files whose names are not Unicode.
    passed_over : PassedOver
        What was left out in folders, counted by reason.
    """

    files: list[Path] = field(default_factory=list)
    named: frozenset[Path] = frozenset()
    table_folders: list[Path] = field(default_factory=list)
    broken: list[BrokenFile] = field(default_factory=list)
    passed_over: PassedOver = field(default_factory=PassedOver)


def find_files(paths: Iterable[Path], *, may_open: Callable[[Path], bool] | None = None) -> FoundMusic:
    """Find the music files at and below some paths.

    Links to files and folders are followed, but no folder is searched twice. Hidden files and folders, whose
    names begin with a dot, are passed over.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders. Folders are searched with all their subfolders.
    may_open : callable, optional
        Returns whether a file or folder may be read, given its real path. By default all may.

    Returns
    -------
    FoundMusic
        The files, and what else was found.
    """
    found = FoundMusic()
    files: dict[Path, None] = {}
    named: set[Path] = set()
    for path in paths:
        absolute = path.expanduser().resolve()
        if absolute.is_dir():
            files |= dict.fromkeys(_files_below(absolute, found, may_open or _anything))
        elif not absolute.exists():
            found.broken.append(BrokenFile(displayed(path), "there is no such file or folder"))
        elif absolute.suffix.lower() in SUFFIXES and is_file(absolute):
            files[absolute] = None
            named.add(absolute)
        elif absolute.name != TABLE_NAME:  # A table is read with the music that it describes.
            found.broken.append(BrokenFile(displayed(path), f"not one of {', '.join(sorted(SUFFIXES))}"))
    for file in files:
        if displayed(file) == str(file):
            found.files.append(file)
        else:
            reason = "its name is no Unicode text; rename it"
            found.broken.append(BrokenFile(displayed(file), reason))
    found.named = frozenset(named)
    return found


def _files_below(root: Path, found: FoundMusic, may_open: Callable[[Path], bool]) -> Iterator[Path]:
    """Yield the music files of a folder and its subfolders; count what else is there."""
    waiting: list[Path] = [root]
    links: list[Path] = []
    searched: set[Path] = set()
    while waiting or links:
        # Links come last: a folder keeps its real path where both are below the root.
        folder = waiting.pop() if waiting else links.pop(0)
        real = folder.resolve()
        if real in searched or not may_open(real):
            found.passed_over.add(Reason.LINK)
            continue
        searched.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            found.broken.append(
                BrokenFile(displayed(folder), f"can't be searched: {error.strerror or error}")
            )
            continue
        subfolders = []
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                found.passed_over.add(Reason.HIDDEN)
            elif entry.is_symlink() and path.is_dir():
                links.append(path)
            elif entry.is_symlink() and not (is_file(path) and may_open(path.resolve())):
                found.passed_over.add(Reason.LINK)
            elif path.is_dir():
                subfolders.append(path)
            elif entry.name == TABLE_NAME:
                found.table_folders.append(folder)
            elif path.suffix.lower() in SUFFIXES:
                if is_file(path):
                    yield path
            else:
                found.passed_over.add(Reason.UNKNOWN_KIND, path.suffix)
        waiting += reversed(subfolders)


def _anything(_: Path) -> bool:
    """Return True."""
    return True


def displayed(path: Path) -> str:
    """Return a path as text. On Linux a name may be any bytes; those that are not UTF-8 show as �.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    str
        Text that can be printed and sent.
    """
    return os.fsencode(path).decode(errors="replace")


def is_music(path: Path) -> bool:
    """Return whether a path is a file whose suffix is one of sound, and that is not hidden.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    bool
        False also for a path that can't be looked at.
    """
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and is_file(path)


def is_file(path: Path) -> bool:
    """Return whether a path is a file.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    bool
        False also for a path that can't be looked at.
    """
    try:
        return path.is_file()
    except OSError:
        return False
