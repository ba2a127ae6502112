"""``scenescore-eval placement``: how often a track is placed where a game plays it."""

import json
from pathlib import Path

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.options import chosen_games, data_option, games_option


@click.command()
@data_option
@games_option
@click.option("--bundle", default="starter", show_default=True, help="The bundle to predict with.")
@json_option
def placement(data: Path, games: tuple[str, ...], bundle: str, as_json: bool) -> None:
    """Measure how often `scenescore scenes` places a track where the game plays it.

    Each track that a game's clips are labelled with is placed in all clips of this game. A part is right if
    the game plays the track in its middle.
    """
    from dataclasses import asdict

    from scenescore.model.bundle.installed import find_bundle
    from scenescore.studies.data_folder import read_data_folder
    from scenescore_eval.placement.measure import measure_placement

    folder = read_data_folder(data)
    chosen = chosen_games(folder, games)
    figures = measure_placement(
        folder, chosen, find_bundle(bundle), lambda game: click.echo(f"{game}: done", err=True)
    )
    if as_json:
        click.echo(json.dumps({"placement": [asdict(one) for one in figures]}))
        return
    click.echo("| game (clips, tracks) | first part right | first three right | chance |")
    click.echo("| --- | --- | --- | --- |")
    for one in figures:
        click.echo(
            f"| {one.game} ({one.clips}, {one.tracks}) | {one.first} | {one.first_three} | {one.chance:.2f} |"
        )
