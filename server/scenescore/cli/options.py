"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scenescore.cli.clip_time import clip_time
from scenescore.cli.completion import complete_bundle
from scenescore.cli.project.active import project_bundle, remember_project

bundle_option = click.option(
    "--bundle",
    default="",
    callback=project_bundle,
    shell_complete=complete_bundle,
    help="The bundle to predict with: a name or a folder. [default: the project's, else starter]",
)
project_option = click.option(
    "--project",
    metavar="DIR_OR_ID",
    envvar="SCENESCORE_PROJECT",
    show_envvar=True,
    # Other options have defaults that the project's file gives.
    is_eager=True,
    expose_value=False,
    callback=remember_project,
    help="The project whose music and cues count. [default: the nearest scenescore.toml upwards]",
)


def library_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose a library, and the project whose part of it counts.

    Parameters
    ----------
    command : callable
        A function that takes `folder`.

    Returns
    -------
    callable
    """
    library = click.option(
        "--library",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        # A project that is named by its id is looked up in it.
        is_eager=True,
        help="The library's folder. [default: library in Scenescore's own folder]",
    )
    return library(project_option(command))


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
