"""The commands ``import`` and ``tracks``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from scenescore.errors import InvalidInputError
from scenescore_client.client import Client
from scenescore_client.progress.import_progress import ImportProgress
from scenescore_client.records import Track


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--follow",
    is_flag=True,
    help="Keep the library up to date with the folders as long as the daemon runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.pass_obj
def import_tracks(client: Client, paths: tuple[Path, ...], follow: bool, as_json: bool) -> None:
    """Import music into the daemon's library: files and folders of the daemon's machine.

    The daemon only opens files below its `--allow-root` folders.
    """
    progress: ImportProgress | None = None
    for progress in client.import_tracks(paths, follow=follow):
        if as_json:
            click.echo(json.dumps(asdict(progress)))
        else:
            click.echo(
                f"\r{progress.files_done} of {progress.files_total} files, {progress.eta_s:.0f} s left  ",
                nl=False,
                err=True,
            )
    if progress is None or as_json:
        return
    click.echo("", err=True)
    for broken in progress.broken:
        click.secho(f"{broken.file}: {broken.reason}", fg="yellow", err=True)
    click.echo(f"{progress.added} added, {progress.known} already there, {len(progress.broken)} left out")
    if progress.broken and not progress.added and not progress.known:
        raise InvalidInputError("none of the files could be imported")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def tracks(client: Client, as_json: bool) -> None:
    """List the tracks of the daemon's library."""
    found = client.list_tracks()
    if as_json:
        click.echo(json.dumps({"tracks": [_plain(track) for track in found]}))
        return
    for track in found:
        minutes, seconds = divmod(round(track.duration_s), 60)
        by = f" by {track.artist}" if track.artist else ""
        click.echo(f"{track.name}  {minutes}:{seconds:02}  {track.title}{by}")
    if not found:
        click.echo("the library is empty; add music with `scenescore-client import PATH`", err=True)


def _plain(track: Track) -> dict[str, Any]:
    return {**asdict(track), "create_time": track.create_time.isoformat()}
