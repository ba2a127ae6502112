"""A folder that can be read but not written, while others write to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Unwritable:
    """A folder as somebody sees it who may only read it."""

    path: Path
    """Where to read it."""
    mounted: bool
    """Whether it is a mount of its own; else the folder itself has lost its permission to be written."""

    @contextmanager
    def open_to_writers(self) -> Iterator[None]:
        """Let others open it for writing while the block lasts; they may go on afterwards."""
        if self.mounted:
            yield
            return
        self.path.chmod(0o755)
        yield
        self.path.chmod(0o555)


@contextmanager
def unwritable(folder: Path, place: Path) -> Iterator[Unwritable]:
    """Show a folder where it can't be written, while the block lasts.

    Parameters
    ----------
    folder : Path
        The folder.
    place : Path
        Where to mount it read-only: permissions don't hold the superuser back, and nobody else may mount.

    Yields
    ------
    Unwritable
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
