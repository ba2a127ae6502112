"""The demo's library, and a daemon of its own on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scenescore import paths
from scenescore.daemon.process.launch import private_daemon
from scenescore.demo.music.library import write_library
from scenescore.errors import ScenescoreError
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.installed import find_bundle

BUNDLE = "example"
RECORDING = Path(__file__).with_name("recording.mp4")
SCENES = Path(__file__).with_name("recording.json")


@dataclass(frozen=True)
class DemoDaemon:
    """A daemon that runs only for the demo.

    Attributes
    ----------
    address : str
        ``127.0.0.1:PORT``.
    token_file : Path
        File that holds its token.
    tracks : int
        Number of tracks in its library.
    home : Path
        The ``SCENESCORE_HOME`` with which other processes find it.
    """

    address: str
    token_file: Path
    tracks: int
    home: Path


def prepare_library() -> tuple[Path, int]:
    """Render the demo's music and import it into a library of its own. Both are kept for the next run.

    Returns
    -------
    folder : Path
        Folder of the library.
    tracks : int
        Number of tracks in it.

    Raises
    ------
    StorageError
        The disk is full or read-only.
    ScenescoreError
        A rendered file can't be read.
    """
    folder = paths.home() / "demo"
    music = write_library(folder / "music")
    with Library(folder / "library") as library:
        report = ingest(library, music, requirements_of([find_bundle(BUNDLE)]))
        if report.broken:
            broken = report.broken[0]
            raise ScenescoreError(f"{broken.file}: {broken.reason}; delete {folder} and try again")
        return library.path, library.count()


@contextmanager
def running_daemon(library: Path, tracks: int) -> Iterator[DemoDaemon]:
    """Run ``scenescore serve`` on a free port for the time of the block.

    Parameters
    ----------
    library : Path
        Folder of the library.
    tracks : int
        Number of tracks in it.

    Yields
    ------
    DemoDaemon

    Raises
    ------
    UnavailableError
        The daemon doesn't start.
    """
    with private_daemon(["--bundle", BUNDLE, "--library", str(library)]) as ready:
        token_file = Path(ready.token_file)
        yield DemoDaemon(ready.address, token_file, tracks, token_file.parents[1])
