"""Results of ``scenescore study separation`` for programs: CSV, JSON and the data of the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scenescore.cli.study.options import as_csv

if TYPE_CHECKING:
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.separation.picture import MatrixPanel
    from scenescore.studies.separation.separation import RankedCombination


def matrix_panel(game: str, read: "ScenePredictions", best: "RankedCombination") -> "MatrixPanel":
    """Return a game's matrix for the picture.

    Parameters
    ----------
    game : str
        Name of the game.
    read : ScenePredictions
        Its scenes.
    best : RankedCombination
        Its best set of features.

    Returns
    -------
    MatrixPanel
    """
    from scenescore.studies.scene_sampling import numbered_names
    from scenescore.studies.separation.picture import MatrixPanel

    return MatrixPanel(
        f"{game}: {best.choice.features} ({best.choice.models})",
        numbered_names(read.windows),
        [window.scene.scene for window in read.windows],
        best.matrix,
    )


def file_name(game: str) -> str:
    """Return a game's name as part of a file name.

    Parameters
    ----------
    game : str
        Name of the game.

    Returns
    -------
    str
        The name, with ``-`` in place of all but letters, digits, ``-`` and ``_``.
    """
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in game)


def matrix_csv(read: "ScenePredictions", best: "RankedCombination") -> bytes:
    """Return the distances of the best set as CSV: predictions in rows, music in columns.

    Parameters
    ----------
    read : ScenePredictions
        Scenes of a game.
    best : RankedCombination
        Its best set of features.

    Returns
    -------
    bytes
        The file, with a row for each scene.
    """
    from scenescore.studies.scene_sampling import numbered_names

    names = numbered_names(read.windows)
    rows = [
        [name, window.scene.clip.name, window.start_s, window.scene.track, *values.tolist()]
        for name, window, values in zip(names, read.windows, best.matrix, strict=True)
    ]
    return as_csv([["predicted for", "clip", "start_s", "track", *names], *rows])


def sets_csv(ranked: "Mapping[str, Sequence[RankedCombination]]") -> bytes:
    """Return all sets of features of all games as CSV.

    Parameters
    ----------
    ranked : mapping of str to sequence of RankedCombination
        Sets of each game, the best first.

    Returns
    -------
    bytes
        The file, with a row for each set of features.
    """
    head = "game features models variation low high shuffled_high p relative right_scene right_class scenes"
    rows = [
        [
            *(game, one.choice.features, one.choice.models, one.found.variation.value),
            *(one.found.variation.low, one.found.variation.high, one.found.shuffled_high),
            *(one.found.variation_p, one.found.relative_variation, one.found.right_scene),
            *(one.found.right_class, one.found.scenes),
        ]
        for game, choices in ranked.items()
        for one in choices
    ]
    return as_csv([head.split(), *rows])


def as_object(
    game: str, read: "ScenePredictions", ranked: "Sequence[RankedCombination]", *, seed: int
) -> dict[str, Any]:
    """Return what ``--json`` prints about a game.

    Parameters
    ----------
    game : str
        Name of the game.
    read : ScenePredictions
        Its scenes.
    ranked : sequence of RankedCombination
        Its sets of features, the best first.
    seed : int
        Seed of the study.

    Returns
    -------
    dict
    """
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
        "winner": set_as_object(ranked[0])
        | {"winner_p": winner_p(ranked, seed=seed), "distances": ranked[0].matrix.tolist()},
        "sets": [set_as_object(one) for one in ranked],
        "broken": [{"file": str(one.path), "reason": one.problem} for one in read.broken],
    }


def set_as_object(one: "RankedCombination") -> dict[str, Any]:
    """Return the figures of one set of features for ``--json``.

    Parameters
    ----------
    one : RankedCombination
        The set.

    Returns
    -------
    dict
    """
    return {
        "features": [block.feature for block in one.choice.blocks],
        "models": [block.model for block in one.choice.blocks],
        **asdict(one.found),
    }
