"""``scenescore library update``: look at all music again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.library.import_report import (
    counts_of,
    files_as_dicts,
    import_as_dict,
    say_left_out,
)
from scenescore.cli.library.library import library, open_library, with_progress
from scenescore.cli.options import json_option, library_option
from scenescore.cli.scheduler import executor_on, scheduler_option

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress
    from scenescore.library.update import UpdateReport


@library.command()
@library_option
@click.option("--all-projects", is_flag=True, help="Look at the music of all projects.")
@click.option(
    "--bundle",
    "further_bundles",
    multiple=True,
    metavar="NAME|DIR",
    help="Compute the features of this bundle, too, although it isn't installed; may be given several times.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes to use (default: all cores).")
@scheduler_option
@json_option
def update(
    folder: Path | None,
    all_projects: bool,
    further_bundles: tuple[str, ...],
    jobs: int | None,
    scheduler: str,
    as_json: bool,
) -> None:
    """Look at all music folders of the project again.

    New files are added. Tracks whose files are gone are dropped, but those of a folder that is missing as a
    whole stay: its drive may not be mounted. Features that an installed bundle needs and tracks lack are
    computed. What was removed from the library stays removed.
    """
    from scenescore.errors import NotFoundError
    from scenescore.library.ingest.requirements import requirements_of
    from scenescore.library.update import update as update_library
    from scenescore.model.bundle.installed import find_bundle, list_bundles

    bundles = list_bundles()[0] + [find_bundle(name) for name in further_bundles]
    with open_library(folder) as opened, executor_on(scheduler) as executor:
        shown = opened.of_project(None) if all_projects else opened
        reports: list[UpdateReport] = []

        def look_again(progress: "Callable[[Progress], None]") -> "IngestReport":
            wanted = requirements_of(bundles)
            reports.append(update_library(shown, wanted, jobs=jobs, progress=progress, executor=executor))
            return reports[0].imported

        imported = with_progress("Updating", look_again, quiet=as_json)
        tracks = shown.count()
    report = reports[0]
    seen = tracks or report.dropped or report.unreachable or imported.passed_over
    if imported.found_nothing and not seen:
        raise NotFoundError("there is no music to look at; name some with `scenescore library add DIR`")
    if as_json:
        told = import_as_dict(imported) | {
            "filled": report.filled,
            "lacking": report.lacking,
            "dropped": [{"track": one.name, "title": one.title, "file": one.file} for one in report.dropped],
            "unreachable": files_as_dicts(report.unreachable),
        }
        click.echo(json.dumps(told | {"tracks": tracks}))
        return
    click.echo(
        f"{counts_of(imported)}, {len(report.dropped)} dropped, {len(imported.broken)} broken; {tracks} in "
        "the library."
    )
    if report.filled:
        click.echo(f"{report.filled} tracks have the features now that they lacked.")
    if report.lacking:
        click.secho(f"{report.lacking} tracks still lack features of a bundle.", fg="yellow", err=True)
    for one in report.dropped:
        click.echo(f"  dropped: {one.title} ({one.file} is gone)", err=True)
    for missing in report.unreachable:
        click.secho(f"  {missing.file}: {missing.reason}; its tracks stay", fg="yellow", err=True)
    say_left_out(imported)
