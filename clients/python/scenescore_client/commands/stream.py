"""The commands ``stream``, ``screen`` and ``watch``: send frames and print answers."""

from pathlib import Path

import click

from scenescore_client.client import Client
from scenescore_client.commands.output import StatusPrinter, print_answers
from scenescore_client.messages import SessionConfig
from scenescore_client.sources import screen_frames, video_frames


def _region(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[int, int, int, int] | None:
    """Parse a rectangle of the screen."""
    if value is None:
        return None
    try:
        left, top, width, height = (int(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not left, top, width and height in pixels, such as 0,0,1280,720"
        ) from error
    if width < 1 or height < 1:
        raise click.BadParameter(f"{value!r} has a width or height below 1")
    return left, top, width, height


_RATE = click.FloatRange(0.1, 30)
_fps = click.option(
    "--fps", type=_RATE, default=5.0, show_default=True, help="Highest number of frames per second."
)
_model = click.option(
    "--model", default="", metavar="models/ID", help="The bundle to use. [default: the daemon's]"
)
_top = click.option(
    "--top", type=click.IntRange(1, 100), default=3, show_default=True, help="Number of matches."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")


@click.command()
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--fast", is_flag=True, help="Stream as fast as the daemon answers, not in real time.")
@_fps
@_model
@_top
@_json
@click.pass_obj
def stream(
    client: Client, *, video: Path, fast: bool, fps: float, model: str, top: int, as_json: bool
) -> None:
    """Stream a video file to the daemon and print the answers."""
    answers = client.match_frames(
        video_frames(video, frames_per_second=fps, real_time=not fast),
        SessionConfig(model=model, top_k=top),
        paced=fast,
        on_status=StatusPrinter(as_json=as_json),
    )
    print_answers(answers, as_json=as_json)


@click.command()
@click.option(
    "--region",
    callback=_region,
    metavar="L,T,W,H",
    help="Left, top, width and height in pixels. [default: first monitor]",
)
@_fps
@_model
@_top
@_json
@click.pass_obj
def screen(
    client: Client,
    *,
    region: tuple[int, int, int, int] | None,
    fps: float,
    model: str,
    top: int,
    as_json: bool,
) -> None:
    """Stream this machine's screen to the daemon and print the answers until Ctrl-C."""
    answers = client.match_frames(
        screen_frames(region=region, frames_per_second=fps),
        SessionConfig(model=model, top_k=top),
        on_status=StatusPrinter(as_json=as_json),
    )
    print_answers(answers, as_json=as_json)


@click.command()
@click.option(
    "--monitor",
    type=click.IntRange(min=0),
    help="Number of the monitor, from 1; 0 for all together. [default: the first]",
)
@click.option(
    "--region",
    callback=_region,
    metavar="L,T,W,H",
    help="Left, top, width and height in pixels, instead of a monitor.",
)
@click.option(
    "--fps", type=click.FloatRange(1, 30), default=5.0, show_default=True, help="Frames per second."
)
@_model
@_top
@_json
@click.pass_obj
def watch(
    client: Client,
    *,
    monitor: int | None,
    region: tuple[int, int, int, int] | None,
    fps: float,
    model: str,
    top: int,
    as_json: bool,
) -> None:
    """Let the daemon capture its own screen and print the answers until Ctrl-C."""
    answers = client.match_screen(
        SessionConfig(model=model, top_k=top),
        monitor=monitor,
        region=region,
        frames_per_second=fps,
        on_status=StatusPrinter(as_json=as_json),
    )
    print_answers(answers, as_json=as_json)
