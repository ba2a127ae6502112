"""``scenescore library remove``: take tracks out of the library, for good."""

import json
from pathlib import Path

import click

from scenescore.cli.completion import complete_track
from scenescore.cli.library.library import as_dict, library, open_library
from scenescore.cli.options import json_option, library_option
from scenescore.cli.track_argument import chosen_track


@library.command()
@click.argument("track_ids", nargs=-1, required=True, metavar="TRACK...", shell_complete=complete_track)
@library_option
@json_option
def remove(track_ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Remove tracks from the library. Their files stay.

    Neither `library update` nor a watched folder nor `library add DIR` brings them back. `library add FILE`
    does.
    """
    with open_library(folder) as opened:
        tracks = list(dict.fromkeys(chosen_track(opened, track_id) for track_id in track_ids))
        for track in tracks:
            opened.delete(track.id, keep_out=True)
    if as_json:
        click.echo(json.dumps({"removed": [as_dict(track) for track in tracks]}))
        return
    for track in tracks:
        click.echo(
            f"{track.id} {track.title}: removed from the library; `scenescore library add` brings it back "
            f"from its file, which stays at {track.file}"
        )
