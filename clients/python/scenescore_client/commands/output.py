"""The output of the commands: lines for people, or one JSON object per line for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from scenescore_client.messages import Answer, Match
from scenescore_client.reconnect import Status


def print_answers(answers: Iterable[Answer], *, as_json: bool) -> None:
    """Print answers as they arrive, until they end or the user presses Ctrl-C.

    Parameters
    ----------
    answers : iterable of Answer
        The answers.
    as_json : bool
        Whether to print JSON.
    """
    try:
        for answer in answers:
            click.echo(json.dumps({"answer": asdict(answer)}) if as_json else answer_line(answer))
    except KeyboardInterrupt:
        # The usual way to end a stream is no error.
        click.echo("", err=True)


def answer_line(answer: Answer) -> str:
    """Return an answer as one line: its time, the best match, and what the answer is based on.

    Parameters
    ----------
    answer : Answer
        The answer.

    Returns
    -------
    str
        The line without a line break.
    """
    top = answer.matches[0] if answer.matches else None
    parts = [f"{answer.frame_time_us / 1e6:7.1f} s", "steady" if answer.steady else "      "]
    parts.append(f"{match_title(top)}  (fit {top.fit:.2f})" if top else "the library is empty")
    if answer.scene_changed:
        parts.append("new scene")
    if answer.early:
        parts.append(f"early, {answer.steps_filled} of {answer.steps} steps")
    if answer.frames_dropped:
        parts.append(f"{answer.frames_dropped} of {answer.frames_received} frames dropped")
    return "  ".join(parts)


def match_title(match: Match) -> str:
    """Return a match's title, with its artist if known.

    Parameters
    ----------
    match : Match
        The match.

    Returns
    -------
    str
        Such as ``Town by Someone``.
    """
    return f"{match.title} by {match.artist}" if match.artist else match.title


class StatusPrinter:
    """Reports a lost daemon on standard error, or in the JSON lines.

    Parameters
    ----------
    as_json : bool
        Whether to print JSON.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self, status: Status) -> None:
        """Print one change of the connection.

        Parameters
        ----------
        status : Status
            The change.
        """
        if self._as_json:
            shown: dict[str, Any] = {**asdict(status), "error": str(status.error) if status.error else ""}
            click.echo(json.dumps({"status": shown}))
        elif status.connected:
            click.echo(f"connected to {status.address}", err=True)
        else:
            click.echo(f"{status.error}; trying again in {status.wait_s:.1f} s", err=True)
