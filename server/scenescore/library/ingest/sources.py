"""Which files an import looks at, and what the tables beside them say."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenescore.audio.load import SUFFIXES
from scenescore.errors import BrokenFileError
from scenescore.library.ingest.tags import TABLE, Description, read_table, read_tags


@dataclass(frozen=True)
class Broken:
    """A file that could not be taken in."""

    file: str
    """Its path."""
    reason: str
    """What is wrong with it."""


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Broken]]:
    """Find the music files that some paths name.

    Parameters
    ----------
    paths : iterable of Path
        Files, and folders that are looked through with all that is below them.

    Returns
    -------
    files : list of Path
        Absolute, each once, in the order of their names.
    broken : list of Broken
        Paths that aren't there, and files that by their suffix are no music.
    """
    files: dict[Path, None] = {}
    broken: list[Broken] = []
    for path in paths:
        absolute = path.expanduser().resolve()
        if absolute.is_dir():
            files |= dict.fromkeys(sorted(inside for inside in absolute.rglob("*") if is_music(inside)))
        elif not absolute.exists():
            broken.append(Broken(written(path), "there is no such file or folder"))
        elif is_music(absolute):
            files[absolute] = None
        elif absolute.name != TABLE:  # A table is read beside the music that it describes.
            broken.append(Broken(written(path), f"not one of {', '.join(sorted(SUFFIXES))}"))
    unnamable = [file for file in files if written(file) != str(file)]
    broken += [Broken(written(file), "its name is no Unicode text; rename it") for file in unnamable]
    return [file for file in files if file not in unnamable], broken


def written(path: Path) -> str:
    """Return a path as text; on Linux a name may be any bytes, and what isn't text shows as �."""
    return os.fsencode(path).decode(errors="replace")


def is_music(path: Path) -> bool:
    """Return whether a path is a file that by its suffix holds sound, hidden ones apart."""
    try:
        return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
    except OSError:
        return False


class Describer:
    """Describes files, each folder's table read once.

    Attributes
    ----------
    broken : list of Broken
        Tables that couldn't be read.
    """

    def __init__(self) -> None:
        self.broken: list[Broken] = []
        self._tables: dict[Path, dict[str, Description]] = {}

    def describe(self, file: Path) -> Description:
        """Return what the file's tags say, overridden by what the table beside it says."""
        if file.parent not in self._tables:
            try:
                self._tables[file.parent] = read_table(file.parent)
            except BrokenFileError as error:
                self._tables[file.parent] = {}
                self.broken.append(Broken(str(error.path), error.problem))
        return read_tags(file).overridden_by(self._tables[file.parent].get(file.name, Description()))
