"""``scenescore library add``: add files and folders."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.library.import_report import (
    counts_of,
    folders_without_music,
    import_as_dict,
    say_left_out,
    say_without_music,
)
from scenescore.cli.library.library import library, open_library, with_progress
from scenescore.cli.next_step import say_next
from scenescore.cli.options import json_option, library_option
from scenescore.cli.project.active import add_music as add_music_to_project
from scenescore.cli.scheduler import executor_on, scheduler_option

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress


@library.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@library_option
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes to use (default: all cores).")
@scheduler_option
@json_option
def add(
    paths: tuple[Path, ...], folder: Path | None, jobs: int | None, scheduler: str, as_json: bool
) -> None:
    """Add files and folders to the library.

    Titles, artists, licences and URLs come from the files' tags. A tracks.csv beside the files overrides
    them. A track whose file was moved, retagged or exported again keeps its cues. Files that can't be read
    are named and skipped. A file that was removed from the library comes back if it is named itself. Finished
    tracks are kept: stop the command whenever you like and run it again.
    """
    from scenescore.errors import InvalidInputError
    from scenescore.library.ingest.ingest import ingest
    from scenescore.library.ingest.requirements import requirements_of
    from scenescore.model.bundle.installed import list_bundles

    bundles, _ = list_bundles()
    with open_library(folder) as opened, executor_on(scheduler) as executor:
        add_music_to_project(opened, paths)

        def add_music(progress: "Callable[[Progress], None]") -> "IngestReport":
            wanted = requirements_of(bundles)
            return ingest(
                opened, paths, wanted, jobs=jobs, progress=progress, executor=executor, brings_back=True
            )

        report = with_progress("Adding music", add_music, quiet=as_json)
        tracks = opened.count()
        without_music = folders_without_music(opened, paths, report)
    if as_json:
        told = import_as_dict(report) | {"without_music": [str(one) for one in without_music]}
        click.echo(json.dumps(told | {"tracks": tracks}))
    else:
        click.echo(f"{counts_of(report)}, {len(report.broken)} broken; {tracks} in the library.")
        say_left_out(report)
    say_without_music(without_music, report)
    none_added = bool(report.broken) and not report.added and not report.known
    if none_added:
        click.secho("Error: none of the files could be added.", fg="red", err=True)
    if none_added or without_music:
        sys.exit(InvalidInputError.exit_code)
    if tracks and not as_json:
        say_next("scenescore watch", "play, and see what fits; `scenescore match CLIP` takes a recording")
