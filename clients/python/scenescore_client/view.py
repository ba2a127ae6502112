"""What the commands print: lines for people, or one JSON object a line for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from scenescore_client.messages import Answer, Match
from scenescore_client.reconnect import Status


def print_answers(answers: Iterable[Answer], *, as_json: bool) -> None:
    """Print answers as they come, until they end or the user stops them."""
    try:
        for answer in answers:
            click.echo(json.dumps({"answer": asdict(answer)}) if as_json else line(answer))
    except KeyboardInterrupt:
        # The usual way to end: no failure.
        click.echo("", err=True)


def line(answer: Answer) -> str:
    """Return an answer as a line: when, what plays, and what it rests on."""
    top = answer.matches[0] if answer.matches else None
    parts = [f"{answer.frame_time_us / 1e6:7.1f} s", "steady" if answer.steady else "      "]
    parts.append(f"{title(top)}  ({top.distance:.3f})" if top else "the library is empty")
    if answer.scene_changed:
        parts.append("new scene")
    if answer.early:
        parts.append(f"early, {answer.steps_filled} of {answer.steps} steps")
    if answer.frames_dropped:
        parts.append(f"{answer.frames_dropped} of {answer.frames_received} frames dropped")
    return "  ".join(parts)


def title(match: Match) -> str:
    """Return a match's title, with who made it where that is known."""
    return f"{match.title} by {match.artist}" if match.artist else match.title


class StatusPrinter:
    """Tells of a lost daemon on standard error, and in the JSON lines.

    Parameters
    ----------
    as_json : bool
        Whether the command was asked for JSON.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self, status: Status) -> None:
        """Print one status."""
        if self._as_json:
            told: dict[str, Any] = {**asdict(status), "error": str(status.error) if status.error else ""}
            click.echo(json.dumps({"status": told}))
        elif status.connected:
            click.echo(f"connected to {status.address}", err=True)
        else:
            click.echo(f"{status.error}; trying again in {status.wait_s:.1f} s", err=True)
