"""``scenescore study separation``: whether predictions tell scenes apart (the paper, section 3.3, Fig. 4)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.options import (
    as_csv,
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
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.separation.separation import RankedCombination, Separation

PICTURE, SETS = "separation.png", "separation-sets.csv"
SHOWN_SETS = 10
SHOWN_SCENES = 12


@click.command()
@models_option
@data_option
@games_option
@click.option(
    "--scenes", "count", type=click.IntRange(min=2), default=6, show_default=True, help="Scenes of each game."
)
@click.option(
    "--features-up-to",
    "up_to",
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
    up_to: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Tell whether predictions tell scenes apart.

    The paper's section 3.3 and Fig. 4. Draws scenes of each game, as many of each kind as there are some,
    and compares what the bundles predict for each with the music that is heard in all of them. A bundle
    that has learnt something predicts what is nearer to a scene's own music than to that of other scenes.
    Every set of features is tried; the paper's choice is the one with the largest inter-scene variation.

    Chance and the p of shuffled music stand beside each figure: of six scenes two are of the right kind
    by chance, where there are three kinds.
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
    read: dict[str, ScenePredictions] = {}
    judged: dict[str, list[RankedCombination]] = {}
    left_out: dict[str, str] = {}
    for game in chosen_games(folder, games):
        with progress_bar(f"Reading {game}", quiet=as_json) as done:
            try:
                read[game] = predict_scenes(
                    folder.of_game(game),
                    lambda scenes, game=game: sample_scenes(scenes, count, seed=seed, of=game),  # type: ignore[misc]
                    bundles,
                    sound=True,
                    done=done,
                )
            except InvalidInputError as error:
                # A game that was asked for by name is not just left out.
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
        judged[game] = rank_combinations(feature_combinations(blocks, up_to), classes, seed=seed)
    if not judged:
        raise InvalidInputError("; ".join(left_out.values()))
    files = {PICTURE: draw_separation([panel(game, read[game], judged[game][0]) for game in judged])}
    files |= {
        f"separation-{file_name(game)}.csv": matrix_table(read[game], judged[game][0]) for game in judged
    }
    files[SETS] = sets_table(judged)
    written = write_results(out, files)
    if as_json:
        told = {
            "models": [bundle.name for bundle in bundles],
            "seed": seed,
            "games": [as_object(game, read[game], choices, seed=seed) for game, choices in judged.items()],
            "left_out": left_out,
            "files": written,
        }
        click.echo(json.dumps(told))
        return
    for game, choices in judged.items():
        show(game, read[game], choices, seed=seed)
        name_broken(read[game].broken)
    for message in left_out.values():
        click.secho(f"left out: {message}", fg="yellow", err=True)
    click.echo(f"{', '.join(written)} hold this, too.")


def panel(game: str, read: "ScenePredictions", best: "RankedCombination") -> "Any":
    """Return a game's matrix for the picture."""
    from scenescore.studies.scene_sampling import numbered_names
    from scenescore.studies.separation.picture import Panel

    return Panel(
        f"{game}: {best.choice.features} ({best.choice.models})",
        numbered_names(read.windows),
        [window.scene.scene for window in read.windows],
        best.matrix,
    )


def file_name(game: str) -> str:
    """Return a game's name as a part of a file's."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in game)


def matrix_table(read: "ScenePredictions", best: "RankedCombination") -> bytes:
    """Return the winner's matrix as CSV: a scene's prediction to a row, all scenes' music in columns."""
    from scenescore.studies.scene_sampling import numbered_names

    names = numbered_names(read.windows)
    rows = [
        [name, window.scene.clip.name, window.start_s, window.scene.track, *values.tolist()]
        for name, window, values in zip(names, read.windows, best.matrix, strict=True)
    ]
    return as_csv([["predicted for", "clip", "start_s", "track", *names], *rows])


def sets_table(judged: "dict[str, list[RankedCombination]]") -> bytes:
    """Return all sets of features of all games as CSV."""
    head = "game features models variation low high shuffled_high p relative right_scene right_class scenes"
    rows = [
        [
            *(game, one.choice.features, one.choice.models, one.found.variation.value),
            *(one.found.variation.low, one.found.variation.high, one.found.shuffled_high),
            *(one.found.variation_p, one.found.relative_variation, one.found.right_scene),
            *(one.found.right_class, one.found.scenes),
        ]
        for game, choices in judged.items()
        for one in choices
    ]
    return as_csv([head.split(), *rows])


def as_object(
    game: str, read: "ScenePredictions", judged: "Sequence[RankedCombination]", *, seed: int
) -> dict[str, Any]:
    """Return what ``--json`` tells of a game."""
    from scenescore.studies.scene_sampling import numbered_names
    from scenescore.studies.separation.separation import winner_p

    return {
        "game": game,
        "scenes": [
            {
                "name": name,
                "scene": window.scene.scene,
                "clip": window.scene.clip.name,
                "start_s": round(window.start_s, 3),
                "track": window.scene.track,
            }
            for name, window in zip(numbered_names(read.windows), read.windows, strict=True)
        ],
        "winner": set_as_object(judged[0])
        | {"winner_p": winner_p(judged, seed=seed), "distances": judged[0].matrix.tolist()},
        "sets": [set_as_object(one) for one in judged],
        "broken": [{"file": str(one.path), "reason": one.problem} for one in read.broken],
    }


def set_as_object(one: "RankedCombination") -> dict[str, Any]:
    """Return one set of features and its figures."""
    from dataclasses import asdict

    return {
        "features": [block.feature for block in one.choice.blocks],
        "models": [block.model for block in one.choice.blocks],
        **asdict(one.found),
    }


def show(game: str, read: "ScenePredictions", judged: "Sequence[RankedCombination]", *, seed: int) -> None:
    """Print a game's matrix, its figures and the best sets."""
    from rich.console import Console

    from scenescore.studies.separation.separation import winner_p

    console = Console(highlight=False)
    if len(read.windows) <= SHOWN_SCENES:
        console.print(matrix_view(game, read, judged[0]))
    console.print(figures_view(judged[0].found))
    if len(judged) > 1:
        p = winner_p(judged, seed=seed)
        console.print(
            f"the winner among {len(judged)} sets: p = {p:.3f} that some set does as well by chance"
        )
        console.print(sets_view(game, judged))


def matrix_view(game: str, read: "ScenePredictions", best: "RankedCombination") -> "Any":
    """Return the matrix with each row's nearest music in colour."""
    from rich.table import Table

    from scenescore.studies.scene_sampling import numbered_names

    names = numbered_names(read.windows)
    title = f"{game}: distance of predicted (rows) to actual music, by {best.choice.features}"
    caption = "[green]nearest, of the right kind[/]  [red]nearest, of another[/]  \\[its own]"
    table = Table("predicted for", *names, title=title, caption=caption)
    for row, (name, values) in enumerate(zip(names, best.matrix, strict=True)):
        cells = []
        for column, value in enumerate(values):
            text = f"\\[{value:.2f}]" if row == column else f"{value:.2f}"
            if column == values.argmin():
                right = read.windows[row].scene.scene == read.windows[column].scene.scene
                text = f"[bold {'green' if right else 'red'}]{text}[/]"
            cells.append(text)
        table.add_row(name, *cells)
    return table


def figures_view(found: "Separation") -> str:
    """Return the winner's figures in words."""
    return (
        f"inter-scene variation {found.variation} (shuffled music: {found.shuffled_variation:.2f}, "
        f"95 of 100 below {found.shuffled_high:.2f}; p = {found.variation_p:.3f})\n"
        f"nearest music is the scene's own: {found.right_scene} of {found.scenes} "
        f"(share {found.scene_share}; chance {found.chance_scene:.1f})\n"
        f"nearest music is of its kind: {found.right_class} of {found.scenes} "
        f"(share {found.class_share}; chance {found.chance_class:.1f}; p = {found.class_p:.3f})"
    )


def sets_view(game: str, judged: "Sequence[RankedCombination]") -> "Any":
    """Return the best sets of features as a table."""
    from rich.table import Table

    several = len({one.choice.models for one in judged}) > 1
    title = f"{game}: {min(SHOWN_SETS, len(judged))} of {len(judged)} sets of features, the winner first"
    table = Table("features", *(["bundles"] if several else []), title=title)
    for head in ("variation", "shuffled, 95 %", "relative", "own", "kind"):
        table.add_column(head, justify="right")
    for one in judged[:SHOWN_SETS]:
        found = one.found
        table.add_row(
            one.choice.features,
            *([one.choice.models] if several else []),
            str(found.variation),
            f"{found.shuffled_high:.2f}",
            f"{found.relative_variation:.3f}",
            f"{found.right_scene}/{found.scenes}",
            f"{found.right_class}/{found.scenes}",
        )
    return table
