"""The project that a command works for: `--project`, else the folder that the command runs in, else none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from scenescore.library.project.project_file import ProjectFile
    from scenescore.library.project.sync import UnresolvedCue
    from scenescore.library.store.library import Library

_META: Final = "scenescore.project"


@dataclass(frozen=True)
class ActiveProject:
    """The project that a command works for.

    Attributes
    ----------
    id : str
        Its id; ``default`` where there is none.
    file : ProjectFile or None
        What its own file says; None where it has no ``scenescore.toml``.
    """

    id: str
    file: "ProjectFile | None" = None

    @property
    def name(self) -> str:
        """Its resource name for requests; empty for the default project."""
        return "" if self.id == "default" else f"projects/{self.id}"


def remember_project(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Keep the value of ``--project`` for `active_project`.

    Parameters
    ----------
    ctx : click.Context
        Of the command.
    param : click.Parameter
        Not used.
    value : str or None
        A folder or an id; None to look upwards from the working folder.
    """
    ctx.meta[_META] = value


def active_project(library: "Library | None" = None, *, folder: Path | None = None) -> ActiveProject:
    """Return the project that the present command works for.

    Parameters
    ----------
    library : Library, optional
        Knows where a project is that is named by its id.
    folder : Path, optional
        A library's folder, where it isn't open yet; None for the default one.

    Returns
    -------
    ActiveProject
        Read anew: the file may have changed.

    Raises
    ------
    NotFoundError
        There is no such project.
    BrokenFileError
        The project's file can't be read.
    """
    from scenescore.errors import NotFoundError
    from scenescore.library.project.project_file import FILE_NAME, find_project_file, read_project_file

    context = click.get_current_context(silent=True)
    named: str | None = context.meta.get(_META) if context is not None else None
    if not named:
        path = find_project_file(Path.cwd())
    elif Path(named).is_file():
        path = Path(named)
    elif Path(named).is_dir():
        path = find_project_file(Path(named))
        if path is None:
            raise NotFoundError(f"{named} is in no project: there is no {FILE_NAME}; run `scenescore init`")
    else:
        return _project_of_id(named, library, folder)
    if path is None:
        return ActiveProject("default")
    file = read_project_file(path)
    return ActiveProject(file.id, file)


def project_bundle(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return the bundle that a command names, else the project's.

    Parameters
    ----------
    ctx : click.Context
        Of the command, which may name a library.
    param : click.Parameter
        Not used.
    value : str
        A bundle's name or folder; empty where none is named.

    Returns
    -------
    str
        Empty where the project names none, either.
    """
    if value or ctx.resilient_parsing:
        return value
    file = active_project(folder=ctx.params.get("folder")).file
    return file.bundle if file is not None else ""


def bundle_of_project(library: "Library") -> str:
    """Return the bundle of the active project; empty where it names none.

    Parameters
    ----------
    library : Library
        The library.

    Returns
    -------
    str
        A bundle's name or folder.
    """
    file = active_project(library).file
    return file.bundle if file is not None else ""


def enter_project(library: "Library") -> "tuple[Library, tuple[UnresolvedCue, ...]]":
    """Teach a library what the active project's file says, and show what the project sees.

    Parameters
    ----------
    library : Library
        The library.

    Returns
    -------
    library : Library
        The same, with the project's tracks and cues.
    unresolved : tuple of UnresolvedCue
        Cues of the project's file that have no effect yet.

    Raises
    ------
    NotFoundError
        There is no such project.
    BrokenFileError
        The project's file, or the picture of a cue, can't be read.
    StorageError
        The disk is full or can't be written.
    """
    from scenescore.library.project.sync import sync_project_file

    project = active_project(library)
    if project.file is None:
        return library.of_project(project.id), ()
    report = sync_project_file(library, project.file)
    return library.of_project(project.id), report.unresolved


def add_music(library: "Library", paths: Sequence[Path]) -> None:
    """Let the active project see folders and files. The project's own file names them from then on.

    Parameters
    ----------
    library : Library
        As the project sees it.
    paths : sequence of Path
        Those that don't exist are passed over.

    Raises
    ------
    StorageError
        The project's file or the library can't be written.
    """
    from scenescore.library.project.editing import add_to_project_file, relative_to_project
    from scenescore.library.project.sync import sync_project_file

    found = [path.expanduser().resolve() for path in paths if path.expanduser().exists()]
    project = active_project(library)
    if project.file is None:
        library.projects.add_music(project.id, found)
        return
    known = project.file.music_paths
    wanted = [path for path in found if not any(path.is_relative_to(one) for one in known)]
    if not wanted:
        return
    named = [relative_to_project(project.file.folder, path) for path in wanted]
    sync_project_file(library, add_to_project_file(project.file, music=named))
    click.echo(f"{project.file.path} names {', '.join(named)} from now on.", err=True)


def warn_of_unresolved(unresolved: "Sequence[UnresolvedCue]") -> None:
    """Name the cues of the project's file that have no effect yet.

    Parameters
    ----------
    unresolved : sequence of UnresolvedCue
        From `enter_project`.
    """
    for cue in unresolved:
        click.secho(
            f"The cue of the scene {cue.scene!r} ({cue.title}) has no effect: {cue.reason}.",
            fg="yellow",
            err=True,
        )


def _project_of_id(named: str, library: "Library | None", folder: Path | None) -> ActiveProject:
    from contextlib import closing

    from scenescore import paths
    from scenescore.errors import InvalidInputError, NotFoundError
    from scenescore.library.project.project_file import FILE_NAME, read_project_file
    from scenescore.library.store.library import Library
    from scenescore.library.store.projects import check_project_id

    try:
        check_project_id(named.removeprefix("projects/"))
    except InvalidInputError as error:
        raise NotFoundError(
            f"--project {named}: there is no such folder, and no project has this id"
        ) from error
    if library is None:
        with closing(Library(folder or paths.library())) as opened:
            return _project_of_id(named, opened, folder)
    project = library.projects.find(named)
    path = Path(project.folder) / FILE_NAME
    if project.folder and path.is_file():
        file = read_project_file(path)
        if file.id == project.id:
            return ActiveProject(file.id, file)
    return ActiveProject(project.id)
