"""``scenescore study separation``: whether predictions tell scenes apart (the paper, section 3.3, Fig. 4)."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.options import (
    can_draw,
    chosen_games,
    data_option,
    games_option,
    models_option,
    name_broken,
    out_option,
    progress_bar,
    seed_option,
    write_results,
)
from scenescore.cli.study.separation_results import as_object, file_name, matrix_csv, matrix_panel, sets_csv
from scenescore.cli.study.separation_tables import show_game

if TYPE_CHECKING:
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.separation.separation import RankedCombination

PICTURE, SETS = "separation.png", "separation-sets.csv"


@click.command()
@models_option
@data_option
@games_option
@click.option(
    "--scenes", "count", type=click.IntRange(min=2), default=6, show_default=True, help="Scenes of each game."
)
@click.option(
    "--features-up-to",
    "max_features",
    type=click.IntRange(1, 9),
    default=4,
    show_default=True,
    metavar="N",
    help="Try every set of up to N of the features that the bundles predict.",
)
@seed_option
@out_option
@json_option
def separation(
    models: tuple[str, ...],
    data: Path,
    games: tuple[str, ...],
    count: int,
    max_features: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Measure whether predictions tell the scenes of a game apart.

    The paper's section 3.3 and Fig. 4. Scenes are drawn from each game, spread evenly over the kinds of
    scene. What the bundles predict for each scene is compared with the music of all of them. The prediction
    of a good bundle is nearer to the scene's own music than to that of other scenes. Every set of features is
    tried; the paper chooses the one with the largest inter-scene variation.

    Each figure comes with chance and with the p value of shuffled music. With three kinds of scene, two of
    six scenes are right by chance.
    """
    from scenescore.errors import InvalidInputError
    from scenescore.model.bundle.installed import find_bundle
    from scenescore.studies.data_folder import read_labelled_play
    from scenescore.studies.feature_combinations import feature_blocks, feature_combinations
    from scenescore.studies.scene_predictions import predict_scenes
    from scenescore.studies.scene_sampling import sample_scenes
    from scenescore.studies.separation.picture import draw_separation
    from scenescore.studies.separation.separation import rank_combinations

    folder = read_labelled_play(data)
    bundles = [find_bundle(model) for model in dict.fromkeys(models)]
    draws = can_draw()
    read: dict[str, ScenePredictions] = {}
    ranked: dict[str, list[RankedCombination]] = {}
    left_out: dict[str, str] = {}
    for game in chosen_games(folder, games):
        with progress_bar(f"Reading {game}", quiet=as_json) as done:
            try:
                read[game] = predict_scenes(
                    folder.of_game(game),
                    lambda scenes, game=game: sample_scenes(scenes, count, seed=seed, source=game),  # type: ignore[misc]
                    bundles,
                    sound=True,
                    done=done,
                )
            except InvalidInputError as error:
                # A game that the user named is never left out.
                if games:
                    raise
                left_out[game] = error.message
                continue
        blocks = [
            block
            for bundle, predicted, heard in zip(bundles, read[game].predicted, read[game].heard, strict=True)
            for block in feature_blocks(bundle, predicted, heard)
        ]
        classes = [window.scene.scene for window in read[game].windows]
        ranked[game] = rank_combinations(feature_combinations(blocks, max_features), classes, seed=seed)
    if not ranked:
        raise InvalidInputError("; ".join(left_out.values()))
    files = {f"separation-{file_name(game)}.csv": matrix_csv(read[game], ranked[game][0]) for game in ranked}
    files[SETS] = sets_csv(ranked)
    if draws:
        files[PICTURE] = draw_separation([matrix_panel(game, read[game], ranked[game][0]) for game in ranked])
    written = write_results(out, files)
    if as_json:
        result = {
            "models": [bundle.name for bundle in bundles],
            "seed": seed,
            "games": [as_object(game, read[game], choices, seed=seed) for game, choices in ranked.items()],
            "left_out": left_out,
            "files": written,
        }
        click.echo(json.dumps(result))
        return
    for game, choices in ranked.items():
        show_game(game, read[game], choices, seed=seed)
        name_broken(read[game].broken)
    for message in left_out.values():
        click.secho(f"left out: {message}", fg="yellow", err=True)
    click.echo(f"Written: {', '.join(written)}")
