"""``scenescore watch``: match the screen, live."""

import json
import shlex
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library.library import open_library
from scenescore.cli.matches.reasons import told_apart
from scenescore.cli.matches.session_output import heard, logged, saying_what_is_lacking, until
from scenescore.cli.next_step import say_next
from scenescore.cli.options import bundle_option, library_option
from scenescore.cli.search.rows import bar

if TYPE_CHECKING:
    from rich.console import RenderableType

    from scenescore_client.client import Client
    from scenescore_client.messages import Answer

BAR_CELLS = 20


def read_region(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[int, int, int, int] | None:
    """Read ``LEFT,TOP,WIDTH,HEIGHT``.

    Parameters
    ----------
    ctx, param : object
        Not used.
    value : str or None
        The option's text.

    Returns
    -------
    tuple of int or None
        None if the option is not given.

    Raises
    ------
    click.BadParameter
        The text doesn't have this form.
    """
    if value is None:
        return None
    try:
        left, top, width, height = (int(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not a region; give LEFT,TOP,WIDTH,HEIGHT, such as 0,0,1280,720"
        ) from error
    return left, top, width, height


@click.command()
@click.option(
    "--monitor",
    type=click.IntRange(min=0),
    help="Number of the monitor to watch, from 1; 0 for all monitors. [default: 1]",
)
@click.option(
    "--region",
    callback=read_region,
    metavar="LEFT,TOP,WIDTH,HEIGHT",
    help="Part of the screen to watch, in pixels.",
)
@bundle_option
@library_option
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="End after this many seconds.")
@click.option(
    "--top", type=click.IntRange(1, 100), default=3, show_default=True, help="How many matches to show."
)
@click.option(
    "--remember-scenes/--forget-scenes",
    default=True,
    show_default=True,
    help="Whether a scene that comes back gets its track again, and a new scene a track that no other scene "
    "has. This applies where the bundle only guesses. Where it remembers several tracks for scenes that look "
    "alike, the track that is playing stays.",
)
@click.option("--play", "plays", is_flag=True, help="Play the steady track, cross-faded where it changes.")
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep the session's log, which `scenescore score` draws. [default: sessions/ in "
    "Scenescore's own folder, which keeps the last 20]",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print each answer as a JSON object on a line of its own."
)
def watch(
    monitor: int | None,
    region: tuple[int, int, int, int] | None,
    bundle: str,
    folder: Path | None,
    seconds: float | None,
    top: int,
    remember_scenes: bool,
    plays: bool,
    log_file: Path | None,
    as_json: bool,
) -> None:
    """Watch the screen and show live which tracks of your library fit, until Ctrl-C.

    Uses the running daemon. Starts a private daemon if none is running, or if the library or the folder of a
    bundle is given.
    """
    from scenescore import paths
    from scenescore.errors import InvalidInputError
    from scenescore.timeline.session_log import new_log_file
    from scenescore_client.messages import SessionConfig

    if monitor is not None and region is not None:
        raise InvalidInputError(
            "--monitor and --region can't be given together; a region counts from the corner of the desktop"
        )
    # The daemon reads the same library: it knows the project and its cues by now.
    with open_library(folder, warns=True) as library:
        project, tracks = f"projects/{library.project}", library.count()
    with daemon_for(bundle, folder) as (client, model), suppress(KeyboardInterrupt):
        config = SessionConfig(model=model, top_k=top, remember_scenes=remember_scenes, project=project)
        with closing(client.match_screen(config, monitor=monitor, region=region)) as answers:
            shown = answers if seconds is None else until(answers, seconds)
            shown = saying_what_is_lacking(shown, tracks, folder)
            log_file = log_file or new_log_file(paths.home() / "sessions")
            shown = logged(shown, log_file, as_row)
            shown = heard(shown) if plays else shown
            if as_json:
                for answer in shown:
                    click.echo(json.dumps(as_row(answer)))
            else:
                show_live(shown)
    if log_file is not None and log_file.is_file():
        say_next(f"scenescore score {shlex.quote(str(log_file))} --html FILE", "draw what played when")


@contextmanager
def daemon_for(bundle: str, library: Path | None) -> "Iterator[tuple[Client, str]]":
    """Connect to the running daemon, or start a private one while the block lasts.

    Parameters
    ----------
    bundle : str
        A bundle's name or folder; empty for the default.
    library : Path or None
        A library's folder; None for the running daemon's, or the default.

    Yields
    ------
    client : scenescore_client.client.Client
        A client of the daemon.
    model : str
        The model to name in requests; empty for the daemon's default.
    """
    from scenescore.daemon.process.launch import find_running_daemon, private_daemon
    from scenescore_client.client import Client
    from scenescore_client.connection import Connection

    by_name = not bundle or "/" not in bundle.replace("\\", "/")
    if library is None and by_name and find_running_daemon() is not None:
        yield Client(), f"models/{bundle}" if bundle else ""
        return
    options = {"--bundle": bundle, "--library": str(library or "")}
    given = [text for option, value in options.items() if value for text in (option, value)]
    with private_daemon(given) as ready:
        yield Client(Connection(address=ready.address, token_file=Path(ready.token_file))), ""


def as_row(answer: "Answer") -> dict[str, Any]:
    """Return an answer for JSON.

    Parameters
    ----------
    answer : scenescore_client.messages.Answer
        The answer.

    Returns
    -------
    dict
    """
    from dataclasses import asdict

    row = asdict(answer)
    row["time_s"] = row.pop("frame_time_us") / 1e6
    row["answer_ms"] = round(row.pop("answer_delay_s") * 1000, 2)
    return row


def show_live(answers: "Iterator[Answer]") -> None:
    """Show each answer in place of the one before.

    Parameters
    ----------
    answers : iterator of scenescore_client.messages.Answer
        The answers.
    """
    from rich.console import Console
    from rich.live import Live

    console = Console()
    with Live("Waiting for the first picture ...", console=console, refresh_per_second=8) as live:
        for answer in answers:
            live.update(table_of(answer))


def table_of(answer: "Answer") -> "RenderableType":
    """Return the table for an answer: the ranking, the steady track, and how full the window is.

    Parameters
    ----------
    answer : scenescore_client.messages.Answer
        The answer.

    Returns
    -------
    rich.console.RenderableType
    """
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 1), show_header=False)
    shared, reasons = told_apart([match.reasons for match in answer.matches])
    for match, why in zip(answer.matches, reasons, strict=True):
        is_steady = match.track == answer.steady_track
        table.add_row(
            str(match.rank),
            Text(match.title, style="bold green" if is_steady else ""),
            match.artist,
            Text(bar(match.fit, BAR_CELLS), style="cyan"),
            Text(why, style="dim"),
        )
    if not answer.matches:
        table.add_row(
            "", Text("The library is empty; fill it with `scenescore library add DIR`.", style="yellow")
        )
    state = ("steady", "bold green") if answer.steady else ("listening", "yellow")
    window = (
        f"{answer.steps_filled} of {answer.steps} steps"
        if answer.early
        else f"{answer.scene_steps} steps of scene"
    )
    changed = "   new scene" if answer.scene_changed else ""
    status = Text.assemble(
        f"{answer.frame_time_us / 1e6:6.1f} s  ",
        state,
        (f"   {window}   answered in {answer.answer_delay_s * 1000:.1f} ms{changed}", "dim"),
    )
    return Group(status, table, Text(shared, style="dim")) if shared else Group(status, table)
