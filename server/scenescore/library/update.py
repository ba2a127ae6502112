"""Look again at all music that the projects see: add, drop, and compute what is lacking."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scenescore.audio.load import SUFFIXES
from scenescore.library.identity import gone_files
from scenescore.library.ingest.analysis import Requirement
from scenescore.library.ingest.executor import Executor
from scenescore.library.ingest.ingest import IngestReport, Progress, ingest
from scenescore.library.ingest.music_files import BrokenFile
from scenescore.library.store.library import Library, Track
from scenescore.library.store.projects import DEFAULT_PROJECT


@dataclass
class UpdateReport:
    """What an update did.

    Attributes
    ----------
    imported : IngestReport
        What was added, known, broken and passed over.
    filled : int
        Tracks that lacked features which a bundle needs, and have them now.
    lacking : int
        Tracks that still lack some.
    dropped : list of Track
        Tracks that were dropped because their files are gone.
    unreachable : list of BrokenFile
        Music folders and files that can't be looked at, such as those of a drive that isn't there. Their
        tracks stay.
    """

    imported: IngestReport
    filled: int = 0
    lacking: int = 0
    dropped: list[Track] = field(default_factory=list)
    unreachable: list[BrokenFile] = field(default_factory=list)


def update(
    library: Library,
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    in_subprocess: bool = False,
    executor: Executor | None = None,
    may_open: Callable[[Path], bool] | None = None,
) -> UpdateReport:
    """Bring a library in step with the music folders of its projects.

    Parameters
    ----------
    library : Library
        The library, as the project sees it whose music is looked at; as all see it for all projects.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    jobs, progress, stop, in_subprocess, executor, may_open
        As for `ingest`.

    Returns
    -------
    UpdateReport
        What was done.

    Raises
    ------
    NotFoundError
        There is no such project.
    StorageError
        The disk is full or can't be written. What was finished is kept.
    PreconditionError
        The library was opened for reading only.
    """
    keys = [key for requirement in requirements for key in requirement.keys().values()]
    lacked = {track.id for track in library.missing(keys)}
    roots, unreachable = _sorted_roots(library, _music_of(library), may_open or _anything)
    # Import first, then drop: a file that was moved then keeps its track.
    files = [Path(track.file) for track in library.tracks()]
    kept = [Path(one.file) for one in unreachable]
    loose = [file for file in files if not is_below(file, [*roots, *kept]) and file.exists()]
    imported = ingest(
        library,
        [*roots, *(file for file in loose if may_open is None or may_open(file.resolve()))],
        requirements,
        jobs=jobs,
        progress=progress,
        stop=stop,
        in_subprocess=in_subprocess,
        executor=executor,
        may_open=may_open,
    )
    report = UpdateReport(imported, unreachable=unreachable)
    if stop is None or not stop.is_set():
        report.dropped = drop_gone(library, roots, keep_below=kept)
    lacking = {track.id for track in library.missing(keys)}
    report.lacking = len(lacking)
    report.filled = len((lacked - lacking) & {track.id for track in library.tracks()})
    return report


def drop_gone(
    library: Library,
    roots: Sequence[Path],
    *,
    only_below: Sequence[Path] | None = None,
    keep_below: Sequence[Path] = (),
) -> list[Track]:
    """Drop the files that are gone, and the tracks that have no other file.

    Parameters
    ----------
    library : Library
        Shows the tracks that may be dropped.
    roots : sequence of Path
        Music folders that are there. Elsewhere only a file whose folder is there counts as gone: the folder
        may be on a drive that isn't mounted.
    only_below : sequence of Path, optional
        Only files at and below these paths are dropped; by default all.
    keep_below : sequence of Path
        Files at and below these paths stay.

    Returns
    -------
    list of Track
        The tracks that were dropped.

    Raises
    ------
    StorageError
        The disk can't be written.
    """
    tracks = {track.id: track for track in library.tracks()}
    files = {
        one.path
        for one in library.files.all()
        if one.track_id in tracks
        and (only_below is None or is_below(one.path, only_below))
        and not is_below(one.path, keep_below)
    }
    gone = {file for file in gone_files(files) if is_below(file, roots) or file.parent.is_dir()}
    if not gone:
        return []
    library.files.forget(gone)
    left = {track.id for track in library.of_project(None).tracks_by_id(sorted(tracks))}
    return [track for track_id, track in tracks.items() if track_id not in left]


def _music_of(library: Library) -> list[Path]:
    """Return the music folders and files of a library's project, or of all."""
    store = library.projects
    if library.project is not None:
        projects = [store.find(library.project)]
    else:
        projects = [store.find(DEFAULT_PROJECT), *store.page()]
    return list(dict.fromkeys(Path(path) for project in projects for path in project.music))


def _sorted_roots(
    library: Library, music: Iterable[Path], may_open: Callable[[Path], bool]
) -> tuple[list[Path], list[BrokenFile]]:
    """Return the folders and files that can be looked at, and those that can't, with the reason."""
    roots, unreachable = [], []
    for path in music:
        if reason := _why_unreachable(library, path, may_open):
            unreachable.append(BrokenFile(str(path), reason))
        elif path.exists():
            roots.append(path)
    return roots, unreachable


def _why_unreachable(library: Library, path: Path, may_open: Callable[[Path], bool]) -> str:
    """Return why a folder or file of music can't be looked at; empty if it can."""
    is_file = path.suffix.lower() in SUFFIXES and not path.is_dir()
    if is_file:
        # The file itself may be gone: then its track is dropped.
        return "" if path.parent.is_dir() and may_open(path.resolve()) else "its folder isn't there"
    if not path.is_dir():
        return "the folder isn't there"
    if not may_open(path.resolve()):
        return "it is outside the folders that may be opened"
    return why_not_searched(library, path)


def why_not_searched(library: Library, folder: Path) -> str:
    """Say why a folder that is there shouldn't be believed to have lost its files.

    Parameters
    ----------
    library : Library
        The library.
    folder : Path
        A folder of music.

    Returns
    -------
    str
        Such as that it is empty; the place where a drive isn't mounted is. Empty for a folder that is in
        order.
    """
    try:
        is_empty = not any(folder.iterdir())
    except OSError as error:
        return f"it can't be searched: {error.strerror or error}"
    if is_empty and any(one.path.is_relative_to(folder) for one in library.files.all()):
        return "the folder is empty, as where a drive isn't mounted"
    return ""


def is_below(file: Path, roots: Iterable[Path]) -> bool:
    """Return whether a path is one of some folders, or below one.

    Parameters
    ----------
    file : Path
        An absolute path.
    roots : iterable of Path
        Absolute paths.

    Returns
    -------
    bool
        True if so.
    """
    return any(file.is_relative_to(root) for root in roots)


def _anything(_: Path) -> bool:
    """Return True."""
    return True
