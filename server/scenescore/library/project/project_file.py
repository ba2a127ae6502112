"""Read ``scenescore.toml``: what one game's project says about its music, its scenes and its cues."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.errors import BrokenFileError, NotFoundError
from scenescore.library.project.toml_table import TomlTable
from scenescore.library.store.projects import DEFAULT_PROJECT, PROJECT_ID, PROJECT_ID_FORM

FILE_NAME: Final = "scenescore.toml"


@dataclass(frozen=True)
class FileCue:
    """A cue as the project's file holds it.

    Attributes
    ----------
    scene : str
        The scene's name.
    track : str
        Path of the track's file, relative to the project's folder where that is possible.
    content : str
        The content of the track's file, as `Track.content`; empty if unknown.
    title : str
        The track's title; empty if unknown.
    window : Path or None
        The picture of the scene's window; None where the cue has none yet.
    stillness : float or None
        Stillness of the scene, 0 to 1.
    bundle : str
        The bundle that it was made with, where that is not the project's; else empty.
    """

    scene: str
    track: str
    content: str = ""
    title: str = ""
    window: Path | None = None
    stillness: float | None = None
    bundle: str = ""


@dataclass(frozen=True)
class ProjectFile:
    """What a project's file says.

    Attributes
    ----------
    path : Path
        The file, as an absolute path.
    id : str
        The project's id.
    name : str
        The game's name.
    music : tuple of str
        Music folders, and single files, as the file gives them.
    bundle : str
        Name of the bundle to predict with, or the absolute path of its folder; empty for the default.
    scenes : tuple of str
        Names of the scenes.
    cues : tuple of FileCue
        The cues of all scenes.
    """

    path: Path
    id: str
    name: str
    music: tuple[str, ...] = ()
    bundle: str = ""
    scenes: tuple[str, ...] = ()
    cues: tuple[FileCue, ...] = ()

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self.path.parent

    @property
    def music_paths(self) -> list[Path]:
        """Its music folders and files, as absolute paths; some may not exist on this machine."""
        return [(self.folder / Path(one).expanduser()).resolve() for one in self.music]


def find_project_file(start: Path) -> Path | None:
    """Look for the project that a folder belongs to.

    Parameters
    ----------
    start : Path
        A folder.

    Returns
    -------
    Path or None
        The file in the folder, or in the nearest folder above it; None where there is none.
    """
    absolute = start.expanduser().resolve()
    for folder in (absolute, *absolute.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def read_project_file(path: Path) -> ProjectFile:
    """Read a project's file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    ProjectFile
        What it says.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        It isn't TOML, or says something that can't be meant. The error names the line.
    """
    path = path.expanduser().resolve()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: there is no such file; make it with `scenescore init`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFileError(path, f"it can't be read as UTF-8 text: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        end = f"at line {len(text.splitlines())}, the end of the file"
        where = str(error).replace("at end of document", end)
        raise BrokenFileError(path, f"it is no TOML: {where}") from error
    whole = TomlTable(path, text, data)
    whole.allow("project", "scenes")
    table = whole.table("project")
    table.allow("id", "name", "music", "bundle")
    project_id = table.string("id", required=True)
    if not PROJECT_ID.fullmatch(project_id) or project_id == DEFAULT_PROJECT:
        raise table.error("id", f"must be {PROJECT_ID_FORM}, and not '{DEFAULT_PROJECT}'")
    scenes, cues = [], []
    for scene in whole.tables("scenes"):
        scene.allow("name", "cues", "description")
        name = scene.string("name", required=True)
        if name in scenes:
            raise scene.error("name", f"{name!r} is there twice; give each scene one block")
        scenes.append(name)
        cues += [_read_cue(path.parent, name, cue) for cue in scene.tables("cues")]
    return ProjectFile(
        path=path,
        id=project_id,
        name=table.string("name") or path.parent.name,
        music=tuple(table.strings("music")),
        bundle=_bundle(path.parent, table.string("bundle")),
        scenes=tuple(scenes),
        cues=tuple(cues),
    )


def _read_cue(folder: Path, scene: str, table: TomlTable) -> FileCue:
    table.allow("track", "content", "title", "window", "stillness", "bundle")
    window = table.string("window")
    return FileCue(
        scene=scene,
        track=table.string("track", required=True),
        content=table.string("content"),
        title=table.string("title"),
        window=folder / window if window else None,
        stillness=table.share("stillness"),
        bundle=_bundle(folder, table.string("bundle")),
    )


def _bundle(folder: Path, named: str) -> str:
    """Return a bundle's name, or the absolute path of its folder."""
    is_folder = "/" in named or "\\" in named
    return str((folder / Path(named).expanduser()).resolve()) if is_folder else named
