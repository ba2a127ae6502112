"""Write ``scenescore.toml``. What the user wrote stays: comments, order and values."""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import tomlkit
from tomlkit.items import AoT, Table

from scenescore.atomic_write import atomic_write
from scenescore.errors import InvalidInputError, StorageError
from scenescore.library.project.project_file import FILE_NAME, FileCue, ProjectFile, read_project_file
from scenescore.library.project.window_picture import to_picture

WINDOWS_FOLDER: Final = "scenescore/cues"
"""Where the cues' pictures are, in the project's folder."""
MAX_SLUG: Final = 40
RANDOM_BYTES: Final = 4
_HEADER: Final = (
    "Scenescore's project: its music, and which track each scene plays.",
    "Keep this file and the folder scenescore/ in version control; you may edit both.",
)


def make_project_id(name: str) -> str:
    """Return an id for a new project.

    Parameters
    ----------
    name : str
        The game's name.

    Returns
    -------
    str
        The name in plain letters, and a random part: two games of one name never meet.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG].strip("-")
    return f"{slug or 'game'}-{secrets.token_hex(RANDOM_BYTES)}"


def create_project_file(folder: Path, name: str, music: Sequence[str], bundle: str = "") -> ProjectFile:
    """Write the file of a new project.

    Parameters
    ----------
    folder : Path
        The project's folder; it has no such file yet.
    name : str
        The game's name.
    music : sequence of str
        Its music folders, relative to the folder where that is possible.
    bundle : str
        The bundle to predict with; empty for the default.

    Returns
    -------
    ProjectFile
        What was written.

    Raises
    ------
    StorageError
        The file can't be written.
    """
    document = tomlkit.document()
    for line in _HEADER:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    table = tomlkit.table()
    table.add("id", make_project_id(name))
    table["id"].comment("never change it: cues are kept by it")
    table.add("name", name)
    table.add("music", _list_of(music))
    if bundle:
        table.add("bundle", bundle)
    document.add("project", table)
    return _write(folder / FILE_NAME, document)


def add_to_project_file(
    project: ProjectFile, *, music: Sequence[str] = (), name: str = "", bundle: str = ""
) -> ProjectFile:
    """Add music folders to a project's file, and a name or a bundle where it has none.

    Parameters
    ----------
    project : ProjectFile
        The project.
    music : sequence of str
        Folders; those that the file has already are passed over.
    name, bundle : str
        Values for what the file leaves open; empty to leave it open.

    Returns
    -------
    ProjectFile
        What the file says now.

    Raises
    ------
    StorageError
        The file can't be written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table: Any = document["project"]
        known = set(project.music_paths)
        wanted = [one for one in music if (project.folder / Path(one).expanduser()).resolve() not in known]
        if wanted and "music" in table:
            for one in wanted:
                table["music"].append(one)
        elif wanted:
            table.add("music", _list_of(wanted))
        for key, value in (("name", name), ("bundle", bundle)):
            if value and not table.get(key):
                table[key] = value

    return _changed(project, change)


def add_cue(project: ProjectFile, cue: FileCue, frames: np.ndarray) -> ProjectFile:
    """Write a cue, and the picture of its window. It replaces cues of the scene with another track.

    Parameters
    ----------
    project : ProjectFile
        The project.
    cue : FileCue
        The cue; its window is set here.
    frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
        What the scene looks like, in HSV.

    Returns
    -------
    ProjectFile
        What the file says now.

    Raises
    ------
    StorageError
        The file or the picture can't be written.
    """
    picture = to_picture(frames)
    slug = re.sub(r"[^\w-]+", "_", cue.scene.lower())[:MAX_SLUG].strip("_") or "scene"
    window = f"{WINDOWS_FOLDER}/{slug}-{hashlib.sha256(picture).hexdigest()[:8]}.png"
    file = project.folder / window
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(file) as scratch:
            scratch.write_bytes(picture)
    except OSError as error:
        raise StorageError(f"{file} can't be written: {error.strerror or error}") from error
    values = {
        "track": cue.track, "content": cue.content, "title": cue.title, "window": window,
        "stillness": None if cue.stillness is None else round(cue.stillness, 3), "bundle": cue.bundle,
    }  # fmt: skip

    def change(document: tomlkit.TOMLDocument) -> None:
        scene = _scene_block(project.path, document, cue.scene)
        own = _blocks(project.path, scene, "cues", "scenes.cues")
        for place in reversed(range(len(own))):
            is_same_bundle = own[place].get("bundle", "") == cue.bundle
            if is_same_bundle and not _is_same_track(own[place], cue):
                del own[place]
        block = tomlkit.table()
        for key, value in values.items():
            if value not in ("", None):
                block.add(key, value)
        own.append(block)

    return _changed(project, change)


def remove_cue(project: ProjectFile, scene: str, window: Path | None) -> ProjectFile:
    """Remove a cue, and the picture of its window where no other cue has it.

    Parameters
    ----------
    project : ProjectFile
        The project.
    scene : str
        The scene's name.
    window : Path or None
        The picture of the cue's window, as in the file's cue.

    Returns
    -------
    ProjectFile
        What the file says now. The scene stays, without this cue.

    Raises
    ------
    StorageError
        The file can't be written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        block = _scene_block(project.path, document, scene)
        own: Any = block.get("cues", [])
        for place in reversed(range(len(own))):
            named = own[place].get("window", "")
            if (project.folder / named if named else None) == window:
                del own[place]
        if "cues" in block and not own:
            del block["cues"]

    return _changed(project, change)


def relative_to_project(folder: Path, path: Path) -> str:
    """Return how a project's file names a path.

    Parameters
    ----------
    folder : Path
        The project's folder.
    path : Path
        Any path.

    Returns
    -------
    str
        Relative to the folder, with ``/``; absolute where another drive makes that impossible.
    """
    absolute = path.expanduser().resolve()
    try:
        return Path(os.path.relpath(absolute, folder)).as_posix()
    except ValueError:
        return absolute.as_posix()


def _is_same_track(block: Any, cue: FileCue) -> bool:
    content = block.get("content", "")
    return bool(content and content == cue.content) or block.get("track", "") == cue.track


def _list_of(values: Sequence[str]) -> Any:
    return tomlkit.item(list(values))


def _scene_block(path: Path, document: tomlkit.TOMLDocument, name: str) -> Table:
    """Return the block of a scene; a new one at the end where the file has none."""
    scenes = _blocks(path, document, "scenes", "scenes")
    for scene in scenes:
        if scene.get("name") == name:
            found: Table = scene
            return found
    block = tomlkit.table()
    block.add("name", name)
    scenes.append(block)
    made: Table = scenes[-1]
    return made


def _blocks(path: Path, table: Any, key: str, header: str) -> AoT:
    """Return the blocks below a key, which are none where the key is missing or its list is empty."""
    if not table.get(key):
        table[key] = tomlkit.aot()
    if isinstance(found := table[key], AoT):
        return found
    raise InvalidInputError(
        f"{path} was not changed: it has {header} in one line; write blocks [[{header}]] instead"
    )


def _changed(project: ProjectFile, change: Callable[[tomlkit.TOMLDocument], None]) -> ProjectFile:
    """Change a project's file, and delete the pictures that no cue of it has any more."""
    # Read again: an editor may have written it meanwhile.
    before = read_project_file(project.path)
    document = tomlkit.parse(project.path.read_bytes().decode("utf-8-sig"))
    change(document)
    after = _write(project.path, document)
    kept = {cue.window for cue in after.cues}
    for window in {cue.window for cue in before.cues} - kept:
        if window is not None and window.parent == project.folder / WINDOWS_FOLDER:
            with suppress(OSError):
                window.unlink()
    return after


def _write(path: Path, document: tomlkit.TOMLDocument) -> ProjectFile:
    try:
        with atomic_write(path) as scratch:
            scratch.write_bytes(tomlkit.dumps(document).encode())
            read_project_file(scratch)
    except OSError as error:
        raise StorageError(f"{path} can't be written: {error.strerror or error}") from error
    except InvalidInputError as error:
        # It could not be read back.
        raise InvalidInputError(f"{path} was not changed: {error.message}") from error
    return read_project_file(path)
