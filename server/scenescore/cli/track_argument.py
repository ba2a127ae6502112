"""A track that a user names: by its title, its file's name, or the beginning of its id."""

import sys
from typing import TYPE_CHECKING

import click

from scenescore.cli.tables import minutes_and_seconds

if TYPE_CHECKING:
    from scenescore.library.store.library import Library, Track


def chosen_track(library: "Library", text: str) -> "Track":
    """Find the track that a text means, and ask back on a terminal if it means several.

    Parameters
    ----------
    library : Library
        The library, with the project whose tracks count.
    text : str
        What the user typed.

    Returns
    -------
    Track

    Raises
    ------
    NotFoundError
        No track fits. The message names similar ones.
    InvalidInputError
        Several tracks fit, and nobody can be asked.
    """
    from scenescore.library.track_names import find_track, tracks_named

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return find_track(library, text)
    fitting = tracks_named(library.tracks(), text)
    if len(fitting) < 2:
        return find_track(library, text)
    click.echo(f"{len(fitting)} tracks fit {text!r}:", err=True)
    for number, track in enumerate(fitting, start=1):
        length = minutes_and_seconds(track.duration_s)
        click.echo(f"{number:4}  {track.title} ({length})  {track.id}  {track.file}", err=True)
    number = click.prompt("Which one?", type=click.IntRange(1, len(fitting)), err=True)
    return fitting[number - 1]
