"""``scenescore study diversity``: whether different scenes get different tracks (the paper, section 3.4)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.collection import read_collection
from scenescore.cli.study.diversity_results import BundleResult, as_object, pieces_csv
from scenescore.cli.study.diversity_tables import show_tables
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

if TYPE_CHECKING:
    from scenescore.cli.study.collection import Collection
    from scenescore.studies.data_folder import DataFolder, LabelledScene
    from scenescore.studies.windows import LabelledWindow

PICTURE, PIECES = "diversity.png", "diversity-pieces.csv"
DEFAULT_SCENES_PER_GAME = 6


@click.command()
@models_option
@data_option
@games_option
@click.option(
    "--scenes",
    "count",
    type=click.IntRange(min=2),
    metavar="J",
    help="Number of scenes, spread evenly over the games. [default: six of each game, if it has as many]",
)
@click.option(
    "--pieces",
    type=click.IntRange(min=2),
    metavar="K",
    help="Search among this number of tracks: those that the games play, and random ones. [default: all]",
)
@click.option(
    "--features-up-to",
    "max_features",
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
    max_features: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Measure whether different scenes get different tracks, and right ones.

    The paper's section 3.4 and Tables 4 and 5. Scenes are drawn from all games. Each bundle finds the nearest
    track of the folder's music for each scene, and the study counts how often each track is found. Random
    tracks would be diverse, too. So the share of right tracks stands beside the paper's objective, as do the
    best possible value and that of random tracks. Each hub correction is compared.
    """
    from scenescore.matching.emd import distance_matrix
    from scenescore.model.bundle.installed import find_bundle
    from scenescore.studies.data_folder import read_data_folder
    from scenescore.studies.diversity.correction_comparison import compare_corrections, distances_of_bank
    from scenescore.studies.diversity.picture import OccurrencePanel, draw_diversity
    from scenescore.studies.feature_combinations import feature_blocks, feature_combinations
    from scenescore.studies.scene_predictions import predict_scenes

    folder = read_data_folder(data)
    bundles = [find_bundle(model) for model in dict.fromkeys(models)]
    scenes = scenes_with_known_music(folder, chosen_games(folder, games))
    draws = can_draw()
    collection = read_collection(folder, bundles, quiet=as_json)
    with progress_bar("Reading scenes", quiet=as_json) as done:
        read = predict_scenes(
            scenes, lambda whole: sample_evenly(whole, count, seed), bundles, sound=False, done=done
        )
    places = choose_pieces(collection, read.windows, pieces, seed)
    tracks = [collection.tracks[place] for place in places]
    results, panels, blocks = [], [], []
    for bundle, predicted, network_share, segments in zip(
        bundles, read.predicted, read.network_share, collection.segments, strict=True
    ):
        music = segments.take(places)
        with progress_bar(f"Searching with {bundle.name}", quiet=as_json) as done:
            distances = music.nearest(distance_matrix(predicted, music.features, done))
            of_bank = distances_of_bank(bundle, music)
        outcomes, automatic = compare_corrections(
            distances, of_bank, read.windows, tracks, folder.kind_of, network_share=network_share, seed=seed
        )
        results.append(BundleResult(bundle, outcomes, automatic))
        panels.append(
            OccurrencePanel(
                f"{bundle.name}: {len(read.windows)} scenes",
                {one.method: one.occurrences for one in outcomes if one.method == "none" or one.is_automatic},
            )
        )
        # Bundles may compare different numbers of segments of a track. All have the representative one.
        blocks += feature_blocks(bundle, predicted, music.first(1).features)
    sets = []
    with progress_bar("Trying sets of features", quiet=as_json) as done:
        choices = feature_combinations(blocks, max_features)
        for number, choice in enumerate(choices, 1):
            distances = distance_matrix(choice.predicted, choice.actual)
            (uncorrected, *_), _ = compare_corrections(
                distances, None, read.windows, tracks, folder.kind_of, seed=seed
            )
            sets.append((choice, uncorrected))
            done(number, len(choices))
    sets.sort(key=lambda one: one[1].relevance.spread.objective)
    files = {PIECES: pieces_csv(read.windows, results, collection.described)}
    if draws:
        files[PICTURE] = draw_diversity(panels)
    written = write_results(out, files)
    if as_json:
        result = as_object(read, results, sets)
        result |= {"tracks": len(tracks), "seed": seed, "broken_music": collection.broken, "files": written}
        click.echo(json.dumps(result))
        return
    show_tables(read.windows, results, sets, collection.described)
    name_broken(read.broken)
    for problem in collection.broken:
        click.secho(f"skipped: {problem}", fg="yellow", err=True)
    click.echo(f"Written: {', '.join(written)}")


def scenes_with_known_music(folder: "DataFolder", games: Sequence[str]) -> "list[LabelledScene]":
    """Return the scenes of games whose track is known, so that the retrieved tracks can be rated.

    Parameters
    ----------
    folder : DataFolder
        The labelled play.
    games : sequence of str
        Names of the games.

    Returns
    -------
    list of LabelledScene

    Raises
    ------
    InvalidInputError
        There is no such scene.
    """
    from scenescore.errors import InvalidInputError

    scenes = [scene for game in games for scene in folder.of_game(game) if scene.track]
    if not scenes:
        raise InvalidInputError(
            f"{folder.path / 'clips' / 'scenes.csv'} names no track for {', '.join(games)}: random tracks "
            "are diverse, too, so the study needs to know which tracks are right"
        )
    return scenes


def sample_evenly(scenes: "Sequence[LabelledScene]", count: int | None, seed: int) -> "list[LabelledWindow]":
    """Draw windows, spread evenly over the games.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Scenes of all games.
    count : int, optional
        How many windows; by default `DEFAULT_SCENES_PER_GAME` of each game.
    seed : int
        Seed of the draws.

    Returns
    -------
    list of LabelledWindow

    Raises
    ------
    InvalidInputError
        The scenes have room for fewer windows.
    """
    from scenescore.studies.scene_sampling import (
        even_shares,
        sample_scenes,
        too_few_scenes,
        window_capacity,
    )

    by_game: dict[str, list[LabelledScene]] = {}
    for scene in scenes:
        by_game.setdefault(scene.game, []).append(scene)
    capacities = [window_capacity(own) for own in by_game.values()]
    shares = [min(DEFAULT_SCENES_PER_GAME, capacity) for capacity in capacities]
    if sum(capacities) < (count or 1):
        raise too_few_scenes(" and ".join(by_game) or "the folder", sum(capacities), count or 1)
    if count is not None:
        shares = even_shares(capacities, count)
    return [
        window
        for (game, own), share in zip(by_game.items(), shares, strict=True)
        if share
        for window in sample_scenes(own, share, seed=seed, source=game)
    ]


def choose_pieces(
    collection: "Collection", windows: "Sequence[LabelledWindow]", count: int | None, seed: int
) -> list[int]:
    """Choose the tracks to search among: those that the windows' scenes play, and random ones.

    Parameters
    ----------
    collection : Collection
        All tracks.
    windows : sequence of LabelledWindow
        The windows.
    count : int, optional
        How many tracks; by default all.
    seed : int
        Seed of the draws.

    Returns
    -------
    list of int
        Their places in the collection, sorted.

    Raises
    ------
    InvalidInputError
        The collection has fewer tracks, or the scenes play more.
    """
    import numpy as np

    from scenescore.errors import InvalidInputError

    if count is None:
        return list(range(len(collection.tracks)))
    played = {window.scene.track for window in windows}
    own = [place for place, track in enumerate(collection.tracks) if track in played]
    if not len(own) <= count <= len(collection.tracks):
        raise InvalidInputError(
            f"--pieces must be {len(own)} (those that the scenes play) to {len(collection.tracks)} (all), "
            f"not {count}"
        )
    others = [place for place, track in enumerate(collection.tracks) if track not in played]
    drawn = np.random.default_rng(seed).choice(others, count - len(own), replace=False)
    return sorted([*own, *(int(place) for place in drawn)])
