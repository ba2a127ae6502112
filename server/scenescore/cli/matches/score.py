"""``scenescore score``: the music for a whole clip, without a daemon."""

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.library.lacking_features import say_lacking, update_line
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.next_step import say_next
from scenescore.cli.options import bundle_option, json_option, library_option, part_options
from scenescore.cli.search.rows import bar
from scenescore.cli.tables import minutes_and_seconds, print_rows

if TYPE_CHECKING:
    from scenescore.timeline.stretch import Timeline

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("clip", type=click.Path(path_type=Path), metavar="VIDEO|SESSION.jsonl")
@bundle_option
@library_option
@part_options
@click.option("--csv", "csv_file", type=_FILE, help="Write the timeline to this file, for a spreadsheet.")
@click.option(
    "--html", "page", type=_FILE, help="Write a page that shows and plays the timeline, in one file."
)
@click.option("--video", "film", type=_FILE, metavar="OUT.mp4", help="Write the video with its music here.")
@click.option(
    "--own-sound",
    "own_sound_db",
    type=click.FloatRange(-60, 12),
    metavar="LEVEL_DB",
    help="Mix the video's own sound under the music of --video, at this level, such as -12. [default: off]",
)
@json_option
def score(
    clip: Path,
    bundle: str,
    folder: Path | None,
    start_s: float,
    end_s: float,
    csv_file: Path | None,
    page: Path | None,
    film: Path | None,
    own_sound_db: float | None,
    as_json: bool,
) -> None:
    """Choose the music for the whole of VIDEO, or of a part of it.

    The video is watched as `scenescore watch` watches a game, only faster. Its timeline says which track
    plays from when to when. A scene that comes back has the same number, and its track again.

    Instead of a video, the log of a session can be named, as `scenescore watch` keeps it.

    With --video, each track plays from its beginning, loops where its stretch is longer, and is cross-faded
    into the next one where the scene turns.
    """
    from scenescore.errors import InvalidInputError
    from scenescore.finished_file import finished_file
    from scenescore.timeline import rows
    from scenescore.timeline.film import check_film, write_film
    from scenescore.timeline.page.page import page_of
    from scenescore.timeline.session_log import SUFFIX, timeline_of_log

    if own_sound_db is not None and film is None:
        raise InvalidInputError("--own-sound is for the video that --video writes; give both")
    is_log = clip.suffix.lower() == SUFFIX
    if is_log and (film is not None or start_s or end_s):
        raise InvalidInputError(f"{clip} is the log of a session; --video and a part are for videos")
    if film is not None:
        check_film(clip, film)
    with reporting(quiet=as_json) as progress:
        if is_log:
            timeline = timeline_of_log(clip)
        else:
            timeline = watched(clip, bundle, folder, start_s, end_s, progress("Watching the video"))
        if csv_file is not None:
            with finished_file(csv_file) as unfinished:
                unfinished.write_text(rows.as_csv(timeline), encoding="utf-8")
        if page is not None:
            with finished_file(page) as unfinished:
                drawn = page_of(timeline, None if is_log else clip, progress("Drawing the page"))
                unfinished.write_text(drawn, encoding="utf-8")
        if film is not None:
            written = progress("Writing the video")
            write_film(clip, timeline, film, own_sound_db=own_sound_db, progress=written)
    if as_json:
        click.echo(json.dumps(rows.as_json(timeline)))
        return
    print_timeline(timeline)
    for written_file in (csv_file, page, film):
        if written_file is not None:
            click.echo(f"Written: {written_file}", err=True)
    say_next(f"scenescore cue add SCENE TRACK {shlex.quote(str(clip))}", "decide what a scene plays")


def watched(
    clip: Path,
    bundle: str,
    folder: Path | None,
    start_s: float,
    end_s: float,
    progress: "Callable[[float, float], None]",
) -> "Timeline":
    """Watch a clip with the library that a command names.

    Parameters
    ----------
    clip : Path
        The video.
    bundle : str
        A bundle's name or folder; empty for the default.
    folder : Path or None
        The library's folder; None for the default one.
    start_s, end_s : float
        The part that counts, seconds; an end of 0 is the clip's.
    progress : callable
        Is given the seconds that were seen, and all.

    Returns
    -------
    Timeline
    """
    from scenescore.retrieval.engine import Engine
    from scenescore.timeline.score import score_clip

    with open_filled_library(folder) as library:
        engine = Engine(library, bundle)
        try:
            model = engine.model()
            lacking, line = model.view.tracks_without_features, update_line(folder, model.bundle)
            say_lacking(lacking, library.count(), model.bundle.name, line)
            # A session that is live has them after a moment, too.
            model.finish_view()
            return score_clip(engine, model, clip, start_s=start_s, end_s=end_s, progress=progress)
        finally:
            engine.close()


@contextmanager
def reporting(*, quiet: bool) -> "Iterator[Callable[[str], Callable[[float, float], None]]]":
    """Show the progress of long work on standard error, while the block lasts.

    Parameters
    ----------
    quiet : bool
        Show nothing.

    Yields
    ------
    callable
        Is given what is being done; returns a function that is given what is done and all, in seconds of the
        video.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[seen]}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:

        def begin(title: str) -> "Callable[[float, float], None]":
            task = bar.add_task(title, total=None, seen="")

            def advance(done_s: float, total_s: float) -> None:
                seen = f"{minutes_and_seconds(done_s)} of {minutes_and_seconds(total_s)}"
                bar.update(task, completed=done_s, total=total_s, seen=seen)

            return advance

        yield begin


def print_timeline(timeline: "Timeline") -> None:
    """Print a timeline as a table.

    Parameters
    ----------
    timeline : Timeline
        The timeline.
    """
    print_rows(
        f"The music for {timeline.name}, by models/{timeline.model}",
        ("start", "end", "scene", "fit", "track", "title", "artist", "then", "why"),
        [
            (
                minutes_and_seconds(one.start_s),
                minutes_and_seconds(one.end_s),
                str(one.scene),
                bar(one.track.fit) if one.track else "",
                one.track.track_id if one.track else "",
                one.track.title if one.track else "no track can be ranked",
                one.track.artist if one.track else "",
                ", ".join(other.title for other in one.runners_up),
                " ".join(one.track.reasons) if one.track else "",
            )
            for one in timeline.stretches
        ],
        numbers=("start", "end", "scene"),
    )
