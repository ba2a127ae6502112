"""What ``scenescore watch`` does with its answers beside showing them: a log, music, an end."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library.lacking_features import say_lacking, update_line

if TYPE_CHECKING:
    from scenescore_client.messages import Answer


def logged(
    answers: "Iterator[Answer]", file: Path, as_row: "Callable[[Answer], dict[str, Any]]"
) -> "Iterator[Answer]":
    """Yield answers, and write each to a log.

    Parameters
    ----------
    answers : iterator of scenescore_client.messages.Answer
        The answers.
    file : Path
        The log.
    as_row : callable
        Returns an answer for JSON.

    Yields
    ------
    scenescore_client.messages.Answer
    """
    from scenescore.timeline.session_log import SessionLog

    first = next(answers, None)
    if first is None:
        return
    with SessionLog(file) as log:
        for answer in chain([first], answers):
            log.add(as_row(answer))
            yield answer


def heard(answers: "Iterator[Answer]") -> "Iterator[Answer]":
    """Yield answers, and play the steady track, cross-faded where it changes.

    Parameters
    ----------
    answers : iterator of scenescore_client.messages.Answer
        The answers.

    Yields
    ------
    scenescore_client.messages.Answer

    Raises
    ------
    UnavailableError
        This machine has no sound device.
    """
    from scenescore.audio.playing.device import playing

    with playing() as player:
        plays = ""
        for answer in answers:
            files = {match.track: Path(match.file) for match in answer.matches}
            wanted = answer.steady_track
            # A steady track that has just fallen out of the ranking plays on.
            if wanted != plays and wanted in files:
                plays = wanted
                if files[wanted].is_file():
                    player.play(files[wanted])
                else:
                    click.echo(f"The file can't be played, as it isn't here: {files[wanted]}", err=True)
            if player.problem is not None:
                click.echo(player.problem.message, err=True)
                player.problem = None
            yield answer


def until(answers: "Iterator[Answer]", seconds: float) -> "Iterator[Answer]":
    """Yield answers until some time has passed on the screen.

    Parameters
    ----------
    answers : iterator of scenescore_client.messages.Answer
        The answers.
    seconds : float
        Capture time of the last answer, in seconds.

    Yields
    ------
    scenescore_client.messages.Answer
    """
    for answer in answers:
        yield answer
        if answer.frame_time_us >= seconds * 1e6 - 0.5e6:
            return


def saying_what_is_lacking(
    answers: "Iterator[Answer]", tracks: int, folder: Path | None
) -> "Iterator[Answer]":
    """Yield answers, and say once how many tracks they can't name.

    Parameters
    ----------
    answers : iterator of scenescore_client.messages.Answer
        The answers.
    tracks : int
        How many tracks the project sees.
    folder : Path or None
        The library's folder; None for the default one.

    Yields
    ------
    scenescore_client.messages.Answer
    """
    said = False
    for answer in answers:
        if answer.tracks_without_features and not said:
            said = True
            bundle = answer.model.removeprefix("models/")
            say_lacking(answer.tracks_without_features, tracks, bundle, update_line(folder))
        yield answer
