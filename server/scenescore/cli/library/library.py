"""``scenescore library``: the group, what its commands share, and those that only read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.completion import complete_bundle, complete_track, complete_track_or_file
from scenescore.cli.options import json_option, library_option
from scenescore.cli.project.active import enter_project, warn_of_unresolved
from scenescore.cli.tables import minutes_and_seconds, print_rows
from scenescore.cli.track_argument import chosen_track

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress
    from scenescore.library.store.library import Library, Track


def open_library(folder: Path | None, *, warns: bool = False) -> "Library":
    """Open the library that a command names, with the tracks and the cues of the active project.

    Parameters
    ----------
    folder : Path or None
        The library's folder; None for the default one.
    warns : bool
        Whether to name the cues of the project's file that have no effect yet.

    Returns
    -------
    Library
        Open; to be closed by the caller.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    BrokenFileError
        The folder holds a damaged library, or one of a newer Scenescore.
    """
    from scenescore import paths
    from scenescore.errors import ScenescoreError
    from scenescore.library.store.library import Library

    opened = Library(folder or paths.library())
    try:
        shown, unresolved = enter_project(opened)
    except ScenescoreError:
        opened.close()
        raise
    if warns:
        warn_of_unresolved(unresolved)
    return shown


def open_filled_library(folder: Path | None) -> "Library":
    """Open the library as `open_library` does, for a command that needs music.

    Parameters
    ----------
    folder : Path or None
        The library's folder; None for the default one.

    Returns
    -------
    Library
        Open; to be closed by the caller.

    Raises
    ------
    NotFoundError
        The library is empty, or the project sees none of its tracks.
    """
    from scenescore.errors import NotFoundError

    library = open_library(folder, warns=True)
    if library.count():
        return library
    everything = library.of_project(None).count()
    library.close()
    if everything:
        raise NotFoundError(
            f"the project {library.project} sees none of the {everything} tracks in {library.path}; add its "
            "music with `scenescore init --music DIR`, or run `scenescore library update` if it has moved"
        )
    raise NotFoundError(f"the library {library.path} is empty; fill it with `scenescore library add DIR`")


@click.group()
def library() -> None:
    """Manage the library of music that matches are chosen from."""


@library.command("list")
@library_option
@json_option
def list_tracks(folder: Path | None, as_json: bool) -> None:
    """List the tracks, sorted by title."""
    with open_library(folder) as opened:
        tracks = opened.tracks()
    if as_json:
        click.echo(json.dumps({"tracks": [as_dict(track) for track in tracks]}))
        return
    print_rows(
        f"{len(tracks)} tracks",
        ("track", "title", "artist", "licence", "length"),
        [(one.id, one.title, one.artist, one.license, minutes_and_seconds(one.duration_s)) for one in tracks],
        numbers=("length",),
    )


@library.command()
@click.argument("track_id", metavar="TRACK", shell_complete=complete_track)
@library_option
@json_option
def show(track_id: str, folder: Path | None, as_json: bool) -> None:
    """Show what the library knows about a track."""
    with open_library(folder) as opened:
        track = chosen_track(opened, track_id)
        features = sorted(opened.feature_keys(track.id))
    described = as_dict(track) | {"features": features}
    if as_json:
        click.echo(json.dumps(described))
    else:
        for name, value in described.items():
            click.echo(f"{name:16} {', '.join(value) if isinstance(value, list) else value}")


@library.command()
@click.argument("track_or_file", metavar="TRACK|FILE", shell_complete=complete_track_or_file)
@library_option
@click.option(
    "--bundle",
    default="starter",
    show_default=True,
    shell_complete=complete_bundle,
    help="Whose feature set is compared.",
)
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="How many.")
@json_option
def similar(track_or_file: str, folder: Path | None, bundle: str, top: int, as_json: bool) -> None:
    """Find the tracks that sound most like a track of the library or a music file."""
    from scenescore.library.similar import similar_tracks
    from scenescore.model.bundle.installed import find_bundle

    with open_library(folder) as opened:
        asked = track_or_file if Path(track_or_file).is_file() else chosen_track(opened, track_or_file).id
        found = similar_tracks(opened, find_bundle(bundle), asked, top)
    if as_json:
        rows = [
            as_dict(track) | {"rank": rank, "distance": distance}
            for rank, (track, distance) in enumerate(found, 1)
        ]
        click.echo(json.dumps({"matches": rows}))
    else:
        print_rows(
            f"What sounds most like {track_or_file}",
            ("rank", "track", "title", "artist", "licence", "distance"),
            [
                (str(rank), track.id, track.title, track.artist, track.license, f"{distance:.3f}")
                for rank, (track, distance) in enumerate(found, 1)
            ],
            numbers=("rank", "distance"),
        )


@library.command()
@click.option("--used", is_flag=True, help="Only the tracks that the project's cues play.")
@library_option
@json_option
def credits(used: bool, folder: Path | None, as_json: bool) -> None:
    """Print the credits of all tracks as Markdown: title, artist, licence and source."""
    from scenescore.library.export.used_tracks import credits_of, used_tracks

    with open_library(folder) as opened:
        tracks = used_tracks(opened).tracks if used else opened.tracks()
    if as_json:
        fields = ("title", "artist", "license", "url")
        click.echo(
            json.dumps({"credits": [{name: getattr(track, name) for name in fields} for track in tracks]})
        )
        return
    click.echo(credits_of(tracks), nl=False)


def as_dict(track: "Track") -> dict[str, Any]:
    """Return a track for JSON.

    Parameters
    ----------
    track : Track
        A track of the library.

    Returns
    -------
    dict of str to Any
        Its fields, with the resource name ``tracks/ID`` in place of the id.
    """
    from dataclasses import asdict

    described = asdict(track)
    del described["id"]
    return {"track": track.name} | described


def with_progress(
    title: str, work: "Callable[[Callable[[Progress], None]], IngestReport]", *, quiet: bool
) -> "IngestReport":
    """Run an import with a progress bar on standard error.

    Parameters
    ----------
    title : str
        What stands before the bar.
    work : callable
        Runs the import. It is given a function to call after each file.
    quiet : bool
        Show no bar.

    Returns
    -------
    IngestReport
        What `work` returns.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    if quiet:
        return work(lambda _: None)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        # It is shown once the number of files is known.
        task = bar.add_task(title, total=None, left="", visible=False)

        def advance(progress: "Progress") -> None:
            left = f"{progress.eta_s:.0f} s left"
            done, total = progress.files_done, progress.files_total
            bar.update(task, completed=done, total=total, left=left, visible=True)

        return work(advance)
