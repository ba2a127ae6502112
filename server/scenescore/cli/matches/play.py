"""``scenescore play``: listen to a track."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.clip_time import clip_time
from scenescore.cli.completion import complete_track
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.options import library_option
from scenescore.cli.tables import minutes_and_seconds
from scenescore.cli.track_argument import chosen_track

if TYPE_CHECKING:
    from scenescore.library.store.library import Track

_POLL_INTERVAL_S = 0.2
"""How soon Ctrl-C ends a track."""


@click.command()
@click.argument("track", shell_complete=complete_track)
@library_option
@click.option(
    "--start-s", type=clip_time, metavar="TIME", default=0.0, help="Where to begin, such as 30 or 1:30."
)
@click.option("--segment", is_flag=True, help="Play the representative 12 seconds alone.")
def play(track: str, folder: Path | None, start_s: float, segment: bool) -> None:
    """Play TRACK on this machine, until its end or Ctrl-C.

    TRACK is a title, a file's name, or the beginning of an id.
    """
    with closing(open_filled_library(folder)) as library:
        found = chosen_track(library, track)
    if segment:
        play_tracks([found], for_s=12.0)
    else:
        play_tracks([found], start_s=start_s)


def play_tracks(tracks: "list[Track]", *, start_s: float | None = None, for_s: float | None = None) -> None:
    """Play tracks one after the other, and say which one plays.

    Parameters
    ----------
    tracks : list of Track
        The tracks; without any, no sound device is opened.
    start_s : float, optional
        Where each begins, seconds; by default at its representative segment.
    for_s : float, optional
        For how long each plays, seconds; by default to its end.

    Raises
    ------
    NotFoundError
        The file of a track is gone.
    UnavailableError
        This machine has no sound device.
    BrokenFileError
        A track can't be decoded.
    """
    if not tracks:
        return
    import time

    from scenescore.audio.playing.device import playing
    from scenescore.errors import InvalidInputError, NotFoundError

    for track in tracks:
        if not Path(track.file).is_file():
            raise NotFoundError(
                f"the file of {track.title} is gone: {track.file}; run `scenescore library update`"
            )
        if start_s is not None and track.duration_s and start_s >= track.duration_s:
            raise InvalidInputError(f"{track.title} lasts {minutes_and_seconds(track.duration_s)}")
    with playing() as player:
        for track in tracks:
            by = f" by {track.artist}" if track.artist else ""
            click.echo(f"Playing {track.title}{by} ({minutes_and_seconds(track.duration_s)})", err=True)
            begin_s = track.segment_start_s if start_s is None else start_s
            player.play(Path(track.file), start_s=begin_s, loops=False)
            until_s = time.monotonic() + for_s if for_s is not None else None
            while not player.wait(_POLL_INTERVAL_S) and (until_s is None or time.monotonic() < until_s):
                pass
            if player.problem is not None:
                raise player.problem
