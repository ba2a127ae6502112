"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scenescore.cli.clip_time import clip_time

bundle_option = click.option(
    "--bundle", default="", help="The bundle to predict with: a name or a folder. [default: starter]"
)
library_option = click.option(
    "--library",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The library's folder. [default: library in Scenescore's own folder]",
)
hub_correction_option = click.option(
    "--hub-correction",
    type=click.Choice(("auto", "inverted_softmax", "csls", "none")),
    default="auto",
    show_default=True,
    help="How to correct the scores of tracks that are near to every scene. auto: only if there are some.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def part_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose a part of a clip.

    Parameters
    ----------
    command : callable
        A function that takes `start_s` and `end_s`.

    Returns
    -------
    callable
    """
    start = click.option(
        "--start-s",
        type=clip_time,
        metavar="TIME",
        default=0.0,
        help="Start of the part to use, such as 90, 1:30 or 0:01:30.5. [default: 0]",
    )
    end = click.option(
        "--end-s",
        type=clip_time,
        metavar="TIME",
        default=0.0,
        help="End of the part to use, as --start-s. [default: the clip's end]",
    )
    return start(end(command))
