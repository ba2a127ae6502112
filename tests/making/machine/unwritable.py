"""A folder that one process can only read, while others write to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Unwritable:
    """A folder as a process sees it that can only read it.

    Attributes
    ----------
    path : Path
        Where to read it.
    mounted : bool
        Whether `path` is a read-only mount of the folder, or else the folder without write permission.
    """

    path: Path
    mounted: bool

    @contextmanager
    def open_to_writers(self) -> Iterator[None]:
        """Let others open it for writing while the block lasts. What is open stays writable afterwards."""
        if self.mounted:
            yield
            return
        self.path.chmod(0o755)
        yield
        self.path.chmod(0o555)


@contextmanager
def unwritable(folder: Path, place: Path) -> Iterator[Unwritable]:
    """Make a folder read-only while the block lasts.

    Parameters
    ----------
    folder : Path
        The folder.
    place : Path
        Where the superuser mounts it read-only, since permissions don't bind the superuser. Other users, who
        may not mount, take the write permission from the folder.

    Yields
    ------
    Unwritable
        Where and how to read it.
    """
    place.mkdir()
    mount = ["mount", "--bind", str(folder), str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        folder.chmod(0o555)
        try:
            yield Unwritable(folder, mounted=False)
        finally:
            folder.chmod(0o755)
        return
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield Unwritable(place, mounted=True)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
