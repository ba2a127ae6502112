"""A place in a clip, as people write it."""

import re
from typing import Final

import click

_WRITTEN: Final = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)")


def clip_time(written: str | float) -> float:
    """Read a time: the type of every option that takes a place in a clip.

    Parameters
    ----------
    written : str or float
        Seconds, minutes and seconds, or hours, minutes and seconds: ``90``, ``1:30``, ``0:01:30.5``. A
        number is a default.

    Returns
    -------
    float
        Seconds, 0 or more.

    Raises
    ------
    click.BadParameter
        It is no time.
    """
    parts = _WRITTEN.fullmatch(str(written).strip())
    if parts is None:
        raise click.BadParameter(
            f"{written!r} is no time; write seconds or minutes:seconds, such as 90 or 1:30"
        )
    hours, minutes, seconds = parts.groups()
    seconds_s = float(seconds.replace(",", "."))
    if (minutes and seconds_s >= 60) or (hours and int(minutes) >= 60):
        raise click.BadParameter(f"{written!r} is no time; after a colon stands a number below 60")
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds_s
