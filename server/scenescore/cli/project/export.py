"""``scenescore export``: the project's cues for an engine."""

import json
from contextlib import closing
from pathlib import Path

import click

from scenescore.cli.library.library import open_library
from scenescore.cli.next_step import say_next
from scenescore.cli.options import json_option, library_option
from scenescore.cli.tables import print_rows


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "csv", "tres")),
    default="json",
    show_default=True,
    help="json: with a JSON schema beside it; csv: for a spreadsheet; tres: for the Godot addon.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder to write to, such as one in your engine's project.",
)
@click.option(
    "--audio",
    type=click.Choice(("copy", "ogg")),
    default="copy",
    show_default=True,
    help="copy: the music files as they are; ogg: what isn't Ogg Vorbis is converted to it, for engines that "
    "play neither FLAC nor Opus.",
)
@library_option
@json_option
def export(form: str, target: Path, audio: str, folder: Path | None, as_json: bool) -> None:
    """Write the project's cues with their music and its credits.

    The folder gets the table of cues, music/ with the tracks that a scene plays, and MUSIC_CREDITS.md for
    these tracks alone. Loop points are kept: the tags LOOPSTART and LOOPLENGTH, and those of WAV files. A
    second export replaces the table and the credits; music files are never overwritten.
    """
    from scenescore.library.export.export import export_cues

    with closing(open_library(folder, warns=True)) as library:
        done = export_cues(library, target, form, audio, lambda number, total: _say(number, total, as_json))
    for scene in done.lacking:
        click.secho(
            f"The scene {scene!r} is left out: the project doesn't see its track.", fg="yellow", err=True
        )
    if as_json:
        rows = [{"scene": cue.scene, "track": cue.track.name, "audio": cue.audio} for cue in done.cues]
        files = {"table": str(done.table), "credits": str(done.credits)}
        click.echo(json.dumps(files | {"cues": rows, "lacking": list(done.lacking)}))
        return
    print_rows(
        f"{len(done.cues)} scenes in {done.table}",
        ("scene", "track", "title", "file"),
        [(cue.scene, cue.track.id, cue.track.title, cue.audio) for cue in done.cues],
    )
    say_next("scenescore library credits --used", "see whom your game credits")


def _say(number: int, total: int, quiet: bool) -> None:
    if not quiet:
        click.echo(f"\r{number} of {total} tracks written", nl=number == total, err=True)
