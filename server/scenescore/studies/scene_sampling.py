"""Drawing windows from labelled play, as the paper does: two of each kind of scene, six of each game."""

from collections.abc import Sequence

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import LabelledWindow
from scenescore.window import WINDOW_S


def sample_scenes(
    scenes: Sequence[LabelledScene], count: int, *, seed: int, source: str = "the game"
) -> list[LabelledWindow]:
    """Draw windows that don't overlap, spread as evenly over the kinds of scene as possible.

    Each window lies wholly in one scene, at a random place. A scene gives a second window only when all
    others of its kind have given one.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Scenes of one game.
    count : int
        How many windows, 1 or more.
    seed : int
        The same seed draws the same windows.
    source : str
        Where the scenes are from, for the error message.

    Returns
    -------
    list of LabelledWindow
        Sorted by kind, then by clip and time.

    Raises
    ------
    InvalidInputError
        The scenes have room for fewer windows.
    """
    random = np.random.default_rng(seed)
    by_kind: dict[str, list[LabelledScene]] = {}
    for scene in scenes:
        by_kind.setdefault(scene.scene, []).append(scene)
    pools = [_shuffled_windows(by_kind[kind], random) for kind in sorted(by_kind)]
    if sum(map(len, pools)) < count:
        raise too_few_scenes(source, sum(map(len, pools)), count)
    drawn = [
        window
        for pool, share in zip(pools, even_shares([len(pool) for pool in pools], count), strict=True)
        for window in pool[:share]
    ]
    return sorted(drawn, key=lambda window: (window.scene.scene, str(window.scene.clip), window.start_s))


def window_capacity(scenes: Sequence[LabelledScene]) -> int:
    """Return how many windows fit into scenes without overlapping.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        The scenes.

    Returns
    -------
    int
        Windows, 0 or more.
    """
    return sum(_capacity(scene) for scene in scenes)


def even_shares(capacities: Sequence[int], count: int) -> list[int]:
    """Spread a number over places as evenly as their capacities allow.

    Parameters
    ----------
    capacities : sequence of int
        The most that each place takes.
    count : int
        What to spread, at most the sum of all capacities.

    Returns
    -------
    list of int
        The share of each place. The first places get the rest.
    """
    shares = [0] * len(capacities)
    while (left := count - sum(shares)) > 0:
        open_places = [place for place, most in enumerate(capacities) if shares[place] < most]
        for place in sorted(open_places, key=lambda place: shares[place])[:left]:
            shares[place] += 1
    return shares


def numbered_names(windows: Sequence[LabelledWindow]) -> list[str]:
    """Name windows as the paper does: ``fight 1``, ``fight 2``.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The windows. If they are from several games, names begin with the game.

    Returns
    -------
    list of str
    """
    several = len({window.scene.game for window in windows}) > 1
    names, counts = [], dict[str, int]()
    for window in windows:
        kind = f"{window.scene.game} {window.scene.scene}" if several else window.scene.scene
        counts[kind] = counts.get(kind, 0) + 1
        names.append(f"{kind} {counts[kind]}")
    return names


def too_few_scenes(source: str, capacity: int, count: int) -> InvalidInputError:
    """Return the error for asking for more windows than fit.

    Parameters
    ----------
    source : str
        Where the scenes are from.
    capacity : int
        How many windows fit.
    count : int
        How many were asked for.

    Returns
    -------
    InvalidInputError
    """
    advice = f"ask for fewer (--scenes {capacity})" if capacity > 1 else "name another game"
    return InvalidInputError(
        f"{source} has room for {capacity} scenes of {WINDOW_S:.0f} s that don't overlap, not for {count}: "
        f"{advice}, or label more play"
    )


def _capacity(scene: LabelledScene) -> int:
    return int((scene.duration_s + 1e-6) // WINDOW_S)


def _shuffled_windows(scenes: Sequence[LabelledScene], random: np.random.Generator) -> list[LabelledWindow]:
    """Return the windows of one kind of scene in the order in which they are drawn."""
    rounds: list[tuple[int, float, LabelledWindow]] = []
    for scene in scenes:
        count = _capacity(scene)
        first_s = scene.start_s + float(random.uniform(0, max(0.0, scene.duration_s - count * WINDOW_S)))
        starts = random.permutation(first_s + WINDOW_S * np.arange(count))
        rounds += [
            (number, float(random.random()), LabelledWindow(scene, float(start)))
            for number, start in enumerate(starts)
        ]
    return [window for _, _, window in sorted(rounds, key=lambda entry: entry[:2])]
