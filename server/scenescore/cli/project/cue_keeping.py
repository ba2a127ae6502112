"""Where commands keep cues: in the project's own file, or in the library where there is no project."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.cli.project.active import ActiveProject, active_project

if TYPE_CHECKING:
    import numpy as np

    from scenescore.library.project.project_file import ProjectFile
    from scenescore.library.store.cues.cue_store import Cue
    from scenescore.library.store.library import Library, Track


@dataclass(frozen=True)
class SceneShown:
    """A scene as a clip has shown it, and the track that it shall play.

    Attributes
    ----------
    scene : str
        The scene's name.
    track : Track
        The track.
    pictures : np.ndarray [shape=(n, 80, 80, 3), uint8]
        What the scene looks like, in HSV.
    stillness : float or None
        Stillness of the scene, 0 to 1; None if unknown.
    """

    scene: str
    track: "Track"
    pictures: "np.ndarray"
    stillness: float | None


def keep_cue(library: "Library", shown: SceneShown, model: str, named_bundle: str) -> "Cue":
    """Keep a cue.

    Parameters
    ----------
    library : Library
        As the project sees it.
    shown : SceneShown
        The decision.
    model : str
        Id of the bundle that looked at the clip.
    named_bundle : str
        The bundle that the user named; empty where none was named. In a project, the cue then acts with all
        bundles.

    Returns
    -------
    Cue
        The cue.

    Raises
    ------
    InvalidInputError
        The scene's name is invalid, or the project's file can't be changed.
    PreconditionError
        The project's cues are kept by another program.
    StorageError
        The disk is full or can't be written.
    """
    from scenescore.library.project.editing import add_cue, relative_to_project
    from scenescore.library.project.project_file import FileCue
    from scenescore.library.project.sync import sync_project_file
    from scenescore.library.store.cues.cue import check_scene

    check_scene(shown.scene)
    project = active_project(library)
    if project.file is None:
        _check_own(project)
        return library.cues.add(shown.scene, shown.track.id, model, shown.pictures, stillness=shown.stillness)
    before = {cue.id for cue in library.cues.page()}
    cue = FileCue(
        scene=shown.scene,
        track=relative_to_project(project.file.folder, _own_file(library, project.file, shown.track)),
        content=shown.track.content or shown.track.id,
        title=shown.track.title,
        stillness=shown.stillness,
        bundle=model if named_bundle and named_bundle != project.file.bundle else "",
    )
    sync_project_file(library, add_cue(project.file, cue, shown.pictures))
    cues = [one for one in library.cues.page() if one.scene == shown.scene]
    # The same clip once more makes the same cue.
    return next((one for one in cues if one.id not in before), cues[-1])


def find_cues(library: "Library", named: str) -> "list[Cue]":
    """Find the cues that a user names.

    Parameters
    ----------
    library : Library
        As the project sees it.
    named : str
        A cue's id, with or without ``cues/``, or a scene's name.

    Returns
    -------
    list of Cue
        One or more.

    Raises
    ------
    NotFoundError
        There is no such cue.
    """
    from scenescore.errors import NotFoundError

    cues = library.cues.page()
    found = [cue for cue in cues if named in (cue.id, cue.name)] or [
        cue for cue in cues if cue.scene == named
    ]
    if not found:
        from scenescore.library.track_names import similar_names

        similar = similar_names((cue.scene for cue in cues), named)
        advice = (
            f"did you mean {' or '.join(map(repr, similar))}?" if similar else "see `scenescore cue list`"
        )
        raise NotFoundError(f"there is no cue {named!r}; {advice}")
    return found


def forget_cues(library: "Library", cues: "Sequence[Cue]") -> None:
    """Remove cues, from the project's own file too.

    Parameters
    ----------
    library : Library
        As the project sees it.
    cues : sequence of Cue
        Cues of the library.

    Raises
    ------
    StorageError
        The project's file or the library can't be written.
    """
    import hashlib

    from scenescore.library.project.editing import remove_cue
    from scenescore.library.project.sync import sync_project_file

    project = active_project(library)
    file = project.file
    if file is None:
        _check_own(project)
    else:
        digests = {cue.digest for cue in cues if cue.digest}
        scenes = {cue.scene for cue in cues}
        for kept in file.cues:
            window = kept.window
            if window is None or kept.scene not in scenes or not window.is_file():
                continue
            if hashlib.sha256(window.read_bytes()).hexdigest() in digests:
                file = remove_cue(file, kept.scene, window)
        sync_project_file(library, file)
    left = {cue.id for cue in library.cues.page()}
    for cue in cues:
        if cue.id in left:
            library.cues.delete(cue.id)


def _own_file(library: "Library", project: "ProjectFile", track: "Track") -> Path:
    """Return the file of a track that lies in the project's music: the piece may be in other places, too."""
    files = [Path(track.file), *(one.path for one in library.files.of_track(track.id))]
    music = project.music_paths
    return next((file for file in files if any(file.is_relative_to(one) for one in music)), files[0])


def _check_own(project: ActiveProject) -> None:
    from scenescore.errors import PreconditionError

    if project.id != "default":
        raise PreconditionError(
            f"the project {project.id} has no scenescore.toml, so its cues are kept elsewhere, such as in a "
            "Godot project: change them there"
        )
