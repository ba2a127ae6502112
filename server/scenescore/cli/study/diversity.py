"""``scenescore study diversity``: whether different scenes get different pieces (the paper, section 3.4)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.collection import read_collection
from scenescore.cli.study.diversity_output import as_object, pieces_table, show
from scenescore.cli.study.options import (
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

if TYPE_CHECKING:
    from scenescore.cli.study.collection import Collection
    from scenescore.studies.data_folder import DataFolder, LabelledScene
    from scenescore.studies.windows import LabelledWindow

PICTURE, PIECES = "diversity.png", "diversity-pieces.csv"
PER_GAME = 6


@click.command()
@models_option
@data_option
@games_option
@click.option(
    "--scenes",
    "count",
    type=click.IntRange(min=2),
    metavar="J",
    help="Scenes in all, spread evenly over the games. [default: six of each game, where it has so many]",
)
@click.option(
    "--pieces",
    type=click.IntRange(min=2),
    metavar="K",
    help="Search among so many pieces, drawn; those that the games play are among them. [default: all]",
)
@click.option(
    "--features-up-to",
    "up_to",
    type=click.IntRange(1, 9),
    default=1,
    show_default=True,
    metavar="N",
    help="Also try every set of up to N of the features that the bundles predict.",
)
@seed_option
@out_option
@json_option
def diversity(
    models: tuple[str, ...],
    data: Path,
    games: tuple[str, ...],
    count: int | None,
    pieces: int | None,
    up_to: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Tell whether different scenes get different pieces, and right ones.

    The paper's section 3.4 and Tables 4 and 5. Draws scenes from all games, lets each bundle name the
    nearest piece of the folder's music for each, and counts how often it names each. Drawing pieces at
    random would name many different ones, too; so the share of right pieces always stands beside the
    paper's objective, as do what is best possible and what drawing at random gives: without hub
    correction, and with each way of it.
    """
    from scenescore.matching.emd import distance_matrix
    from scenescore.model.bundle.installed import find_bundle
    from scenescore.studies.data_folder import read_data_folder
    from scenescore.studies.diversity.correction_comparison import bank_to, compare_corrections
    from scenescore.studies.diversity.picture import Bars, draw_diversity
    from scenescore.studies.feature_combinations import feature_blocks, feature_combinations
    from scenescore.studies.scene_predictions import predict_scenes

    folder = read_data_folder(data)
    bundles = [find_bundle(model) for model in dict.fromkeys(models)]
    scenes = known_scenes(folder, chosen_games(folder, games))
    collection = read_collection(folder, bundles, quiet=as_json)
    with progress_bar("Reading scenes", quiet=as_json) as done:
        read = predict_scenes(scenes, lambda whole: draw(whole, count, seed), bundles, sound=False, done=done)
    places = chosen_pieces(collection, read.windows, pieces, seed)
    tracks = [collection.tracks[place] for place in places]
    results, bars, blocks = [], [], []
    for bundle, predicted, network_share, segments in zip(
        bundles, read.predicted, read.network_share, collection.segments, strict=True
    ):
        music = segments.take(places)
        with progress_bar(f"Searching with {bundle.name}", quiet=as_json) as done:
            distances = music.nearest(distance_matrix(predicted, music.features, done))
            measured = bank_to(bundle, music)
        outcomes, auto = compare_corrections(
            distances, measured, read.windows, tracks, folder.kind_of, network_share=network_share, seed=seed
        )
        results.append((bundle, outcomes, auto))
        bars.append(
            Bars(
                f"{bundle.name}: {len(read.windows)} scenes",
                {one.method: one.occurrences for one in outcomes if one.method == "none" or one.by_itself},
            )
        )
        # Bundles may take another number of segments of a piece: all have the representative one.
        blocks += feature_blocks(bundle, predicted, music.first(1).features)
    sets = []
    with progress_bar("Trying sets of features", quiet=as_json) as done:
        choices = feature_combinations(blocks, up_to)
        for number, choice in enumerate(choices, 1):
            distances = distance_matrix(choice.predicted, choice.actual)
            (plain, *_), _ = compare_corrections(
                distances, None, read.windows, tracks, folder.kind_of, seed=seed
            )
            sets.append((choice, plain))
            done(number, len(choices))
    sets.sort(key=lambda one: one[1].judged.spread.objective)
    files = {
        PICTURE: draw_diversity(bars),
        PIECES: pieces_table(read.windows, results, collection.described),
    }
    written = write_results(out, files)
    if as_json:
        told = as_object(read, results, sets)
        told |= {"tracks": len(tracks), "seed": seed, "broken_music": collection.broken, "files": written}
        click.echo(json.dumps(told))
        return
    show(read.windows, results, sets, collection.described)
    name_broken(read.broken)
    for words in collection.broken:
        click.secho(f"passed over: {words}", fg="yellow", err=True)
    click.echo(f"{' and '.join(written)} hold this, too.")


def known_scenes(folder: "DataFolder", games: Sequence[str]) -> "list[LabelledScene]":
    """Return the games' stretches whose music is known, so that what is found can be judged.

    Raises
    ------
    InvalidInputError
        There are none.
    """
    from scenescore.errors import InvalidInputError

    scenes = [scene for game in games for scene in folder.of_game(game) if scene.track]
    if not scenes:
        raise InvalidInputError(
            f"{folder.path / 'clips' / 'scenes.csv'} names no track for {', '.join(games)}: diversity alone "
            "can be had by drawing at random, so the pieces that the game plays must be known, too"
        )
    return scenes


def draw(scenes: "Sequence[LabelledScene]", count: int | None, seed: int) -> "list[LabelledWindow]":
    """Draw scenes, spread evenly over the games.

    Raises
    ------
    InvalidInputError
        There is no room for so many.
    """
    from scenescore.studies.scene_sampling import even_shares, sample_scenes, too_few_scenes, window_capacity

    by_game: dict[str, list[LabelledScene]] = {}
    for scene in scenes:
        by_game.setdefault(scene.game, []).append(scene)
    room = [window_capacity(own) for own in by_game.values()]
    shares = [min(PER_GAME, most) for most in room]
    if sum(room) < (count or 1):
        raise too_few_scenes(" and ".join(by_game) or "the folder", sum(room), count or 1)
    if count is not None:
        shares = even_shares(room, count)
    return [
        window
        for (game, own), share in zip(by_game.items(), shares, strict=True)
        if share
        for window in sample_scenes(own, share, seed=seed, of=game)
    ]


def chosen_pieces(
    collection: "Collection", windows: "Sequence[LabelledWindow]", count: int | None, seed: int
) -> list[int]:
    """Return the places of the pieces to search among: those that are played in the scenes, then drawn ones.

    Raises
    ------
    InvalidInputError
        There aren't so many, or fewer than are played.
    """
    import numpy as np

    from scenescore.errors import InvalidInputError

    if count is None:
        return list(range(len(collection.tracks)))
    played = {window.scene.track for window in windows}
    own = [place for place, track in enumerate(collection.tracks) if track in played]
    if not len(own) <= count <= len(collection.tracks):
        raise InvalidInputError(
            f"--pieces must be {len(own)}, those that are played in the scenes, to {len(collection.tracks)}, "
            f"all there are, not {count}"
        )
    others = [place for place, track in enumerate(collection.tracks) if track not in played]
    drawn = np.random.default_rng(seed).choice(others, count - len(own), replace=False)
    return sorted([*own, *(int(place) for place in drawn)])
