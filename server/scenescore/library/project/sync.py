"""Teach a library what a project's own file says: its music folders and its cues."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.library.project.cue_tracks import CueTracks
from scenescore.library.project.project_file import FileCue, ProjectFile
from scenescore.library.project.window_picture import from_picture
from scenescore.library.store.cues.cue_store import CueChanges, SyncedCue
from scenescore.library.store.library import Library


@dataclass(frozen=True)
class DeclaredCue:
    """A cue as a client declares it.

    Attributes
    ----------
    scene : str
        The scene's name.
    content, file, title : str
        What is known of its track, as for `CueTracks.find`.
    model : str
        The id of the bundle whose sessions use it; empty for those of all bundles.
    digest : str
        SHA-256 of the window as the client holds it, in hexadecimal.
    frames : callable or None
        Returns the window's frames in HSV; None for a cue without a window, which only keeps what sessions
        have learnt of it.
    stillness : float, optional
        Stillness of the scene, 0 to 1.
    """

    scene: str
    content: str
    file: str
    title: str
    model: str
    digest: str
    frames: Callable[[], np.ndarray] | None
    stillness: float | None = None


@dataclass(frozen=True)
class UnresolvedCue:
    """A cue that has no effect yet.

    Attributes
    ----------
    scene : str
        The scene's name.
    title : str
        The track's title; else its file, else its id.
    reason : str
        Why its track isn't found.
    """

    scene: str
    title: str
    reason: str


@dataclass(frozen=True)
class SyncReport:
    """What a synchronisation has done.

    Attributes
    ----------
    changes : CueChanges
        Cues that are known, added and removed.
    unresolved : tuple of UnresolvedCue
        Cues whose tracks the project lacks.
    """

    changes: CueChanges
    unresolved: tuple[UnresolvedCue, ...]


def sync_cues(library: Library, folder: Path | None, declared: Sequence[DeclaredCue]) -> SyncReport:
    """Replace a project's cues by those that its file holds.

    Parameters
    ----------
    library : Library
        The library as the project sees it.
    folder : Path or None
        The project's folder; None if unknown.
    declared : sequence of DeclaredCue
        The cues of the file.

    Returns
    -------
    SyncReport
        What has changed, and which tracks are lacking.

    Raises
    ------
    InvalidInputError
        A scene's name or a window is invalid, or there are too many cues. Nothing has changed then.
    StorageError
        The disk is full or can't be written.
    PreconditionError
        Something has to change, and the library was opened for reading only.
    """
    tracks, cues, unresolved = CueTracks(library, folder), [], []
    for cue in declared:
        track, reason = tracks.find(cue.content, cue.file, cue.title)
        if track is None:
            unresolved.append(UnresolvedCue(cue.scene, cue.title or cue.file or cue.content, reason))
        # Where only the music is missing, the cue waits for it.
        if track_id := track.id if track is not None else cue.content:
            cues.append(SyncedCue(cue.scene, track_id, cue.model, cue.digest, cue.frames, cue.stillness))
    return SyncReport(library.cues.sync(cues), tuple(unresolved))


def sync_project_file(library: Library, project: ProjectFile) -> SyncReport:
    """Register a project, and replace its cues by those of its file.

    Parameters
    ----------
    library : Library
        The library, as any project sees it.
    project : ProjectFile
        What the project's file says.

    Returns
    -------
    SyncReport
        What has changed, and which tracks are lacking.

    Raises
    ------
    BrokenFileError
        The picture of a cue is damaged.
    StorageError
        The disk is full or can't be written.
    PreconditionError
        Something has to change, and the library was opened for reading only.
    """
    library.projects.open(
        project.id, title=project.name, folder=str(project.folder), music=project.music_paths
    )
    declared, unresolved = [], []
    for cue in project.cues:
        picture = b""
        try:
            picture = cue.window.read_bytes() if cue.window is not None else b""
        except OSError as error:
            reason = f"the picture of its scene can't be read: {cue.window}: {error.strerror}"
            unresolved.append(UnresolvedCue(cue.scene, cue.title or cue.track, reason))
        declared.append(_declared(cue, picture))
    try:
        report = sync_cues(library.of_project(project.id), project.folder, declared)
    except InvalidInputError as error:
        raise BrokenFileError(project.path, error.message) from error
    return SyncReport(report.changes, (*report.unresolved, *unresolved))


def _declared(cue: FileCue, picture: bytes) -> DeclaredCue:
    return DeclaredCue(
        scene=cue.scene,
        content=cue.content,
        file=cue.track,
        title=cue.title,
        model=Path(cue.bundle).name if cue.bundle else "",
        digest=hashlib.sha256(picture).hexdigest(),
        frames=partial(from_picture, picture, field=str(cue.window)) if picture else None,
        stillness=cue.stillness,
    )
