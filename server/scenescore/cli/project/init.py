"""``scenescore init``: make a project of the working folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.completion import complete_bundle
from scenescore.cli.library.library import with_progress
from scenescore.cli.next_step import say_next
from scenescore.cli.options import json_option

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress
    from scenescore.library.project.project_file import ProjectFile


@click.command()
@click.option(
    "--music",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with the game's music; may be given several times.",
)
@click.option("--name", default="", help="The game's name. [default: the folder's name]")
@click.option(
    "--bundle",
    default="",
    shell_complete=complete_bundle,
    help="The bundle to predict with: a name or a folder.",
)
@click.option(
    "--library",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The library's folder. [default: library in Scenescore's own folder]",
)
@json_option
def init(music: tuple[Path, ...], name: str, bundle: str, folder: Path | None, as_json: bool) -> None:
    """Make the working folder a project with music and cues of its own.

    Writes scenescore.toml and imports the music. Commands below this folder then see this music and these
    cues alone. Keep scenescore.toml and the folder scenescore/ in version control: whoever clones the project
    has its cues. In a project, the command adds what is new, and leaves everything else as you wrote it.
    """
    from scenescore import paths
    from scenescore.library.ingest.ingest import ingest
    from scenescore.library.ingest.requirements import requirements_of
    from scenescore.library.project.project_file import FILE_NAME
    from scenescore.library.project.sync import sync_project_file
    from scenescore.library.store.library import Library
    from scenescore.model.bundle.installed import list_bundles

    is_new = not (Path.cwd() / FILE_NAME).is_file()
    project = write_project(Path.cwd().resolve(), music, name, bundle)
    present = [path for path in project.music_paths if path.exists()]
    with Library(folder or paths.library()) as library:
        sync_project_file(library, project)

        def add_music(progress: "Callable[[Progress], None]") -> "IngestReport":
            return ingest(library, present, requirements_of(list_bundles()[0]), progress=progress)

        report = with_progress("Adding music", add_music, quiet=as_json)
        # The music may be what a cue was waiting for.
        unresolved = sync_project_file(library, project).unresolved
        shown = library.of_project(project.id)
        tracks, cues = shown.count(), len(shown.cues.page())
    if as_json:
        row: dict[str, Any] = {
            "project": f"projects/{project.id}", "name": project.name, "file": str(project.path),
            "is_new": is_new, "music": list(project.music), "bundle": project.bundle,
            "added": report.added, "known": report.known,
            "broken": [{"file": one.file, "reason": one.reason} for one in report.broken],
            "tracks": tracks, "cues": cues, "unresolved": [one.scene for one in unresolved],
        }  # fmt: skip
        click.echo(json.dumps(row))
        return
    click.echo(f"{'Made' if is_new else 'Read'} {project.path}: {project.name} ({project.id})")
    click.echo(f"{tracks} tracks, {report.added} of them new; {cues} cues.")
    for one in report.broken:
        click.secho(f"  {one.file}: {one.reason}", fg="yellow", err=True)
    for missing in [path for path in project.music_paths if not path.exists()]:
        click.secho(f"  {missing}: this machine has no such music folder", fg="yellow", err=True)
    if tracks:
        say_next("scenescore watch", "play, and see what fits; `scenescore match CLIP` takes a recording")
    else:
        say_next("scenescore init --music DIR", "add a folder with the game's music")


def write_project(folder: Path, music: tuple[Path, ...], name: str, bundle: str) -> "ProjectFile":
    """Write a project's file, or add to the one that is there.

    Parameters
    ----------
    folder : Path
        The project's folder.
    music : tuple of Path
        Folders to add.
    name, bundle : str
        Values for what the file leaves open; empty to leave it open.

    Returns
    -------
    ProjectFile
        What the file says now.

    Raises
    ------
    NotFoundError
        There is no such music folder or bundle.
    BrokenFileError
        The file that is there can't be read.
    StorageError
        The file can't be written.
    """
    from scenescore.errors import NotFoundError
    from scenescore.library.project.editing import (
        add_to_project_file,
        create_project_file,
        relative_to_project,
    )
    from scenescore.library.project.project_file import FILE_NAME, read_project_file
    from scenescore.model.bundle.installed import find_bundle

    for path in music:
        if not path.expanduser().exists():
            raise NotFoundError(f"--music {path}: there is no such folder")
    if bundle:
        find_bundle(bundle)
    named = [relative_to_project(folder, path) for path in dict.fromkeys(music)]
    if "/" in bundle or "\\" in bundle:
        bundle = relative_to_project(folder, Path(bundle))
        bundle = bundle if "/" in bundle else f"./{bundle}"
    if not (folder / FILE_NAME).is_file():
        return create_project_file(folder, name or folder.name, named, bundle)
    project = read_project_file(folder / FILE_NAME)
    return add_to_project_file(project, music=named, name=name, bundle=bundle)
