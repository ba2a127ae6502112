"""The music files below some paths, and their descriptions from tags and tables."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenescore.audio.load import SUFFIXES
from scenescore.errors import BrokenFileError
from scenescore.library.ingest.tags import TABLE_NAME, Description, read_table, read_tags


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


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[BrokenFile]]:
    """Find the music files at and below some paths.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders. Folders are searched with all their subfolders.

    Returns
    -------
    files : list of Path
        Absolute paths, each once, those of a folder sorted.
    broken : list of BrokenFile
        Paths that don't exist, files without a suffix of music, and files whose names are not Unicode.
    """
    files: dict[Path, None] = {}
    broken: list[BrokenFile] = []
    for path in paths:
        absolute = path.expanduser().resolve()
        if absolute.is_dir():
            files |= dict.fromkeys(sorted(inside for inside in absolute.rglob("*") if is_music(inside)))
        elif not absolute.exists():
            broken.append(BrokenFile(displayed(path), "there is no such file or folder"))
        elif is_music(absolute):
            files[absolute] = None
        elif absolute.name != TABLE_NAME:  # A table is read with the music that it describes.
            broken.append(BrokenFile(displayed(path), f"not one of {', '.join(sorted(SUFFIXES))}"))
    not_unicode = [file for file in files if displayed(file) != str(file)]
    broken += [BrokenFile(displayed(file), "its name is no Unicode text; rename it") for file in not_unicode]
    return [file for file in files if file not in not_unicode], broken


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
    try:
        return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
    except OSError:
        return False


class Describer:
    """Describes music files. It reads the table of each folder once.

    Attributes
    ----------
    broken : list of BrokenFile
        Tables that could not be read.
    """

    def __init__(self) -> None:
        self.broken: list[BrokenFile] = []
        self._tables: dict[Path, dict[str, Description]] = {}

    def describe(self, file: Path) -> Description:
        """Describe a file from its tags. What the table beside it says takes precedence.

        Parameters
        ----------
        file : Path
            A music file.

        Returns
        -------
        Description
            From the tags alone where the table can't be read.
        """
        if file.parent not in self._tables:
            try:
                self._tables[file.parent] = read_table(file.parent)
            except BrokenFileError as error:
                self._tables[file.parent] = {}
                self.broken.append(BrokenFile(str(error.path), error.problem))
        return read_tags(file).overridden_by(self._tables[file.parent].get(file.name, Description()))
