"""Drawing a number of scenes from labelled play, as the paper does: two of each kind, six of each game."""

from collections.abc import Sequence

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import LabelledWindow
from scenescore.window import WINDOW_S


def sample_scenes(
    scenes: Sequence[LabelledScene], count: int, *, seed: int, of: str = ""
) -> list[LabelledWindow]:
    """Draw windows that don't overlap, as evenly over the kinds of scene as there are some.

    Each lies wholly in its stretch, at a place that is drawn. A stretch gives a second one only when all
    others of its kind have given one.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Of one game.
    count : int
        How many, 1 or more.
    seed : int
        Same seed, same windows.
    of : str
        What the scenes are of, for the error.

    Returns
    -------
    list of LabelledWindow
        By kind, then by clip and time.

    Raises
    ------
    InvalidInputError
        There is no room for so many.
    """
    random = np.random.default_rng(seed)
    by_kind: dict[str, list[LabelledScene]] = {}
    for scene in scenes:
        by_kind.setdefault(scene.scene, []).append(scene)
    pools = [_pool(by_kind[kind], random) for kind in sorted(by_kind)]
    if sum(map(len, pools)) < count:
        raise too_few_scenes(of or "the game", sum(map(len, pools)), count)
    drawn = [
        window
        for pool, share in zip(pools, even_shares([len(pool) for pool in pools], count), strict=True)
        for window in pool[:share]
    ]
    return sorted(drawn, key=lambda window: (window.scene.scene, str(window.scene.clip), window.start_s))


def window_capacity(scenes: Sequence[LabelledScene]) -> int:
    """Return how many windows fit into stretches without overlapping."""
    return sum(_slots(scene) for scene in scenes)


def even_shares(room: Sequence[int], count: int) -> list[int]:
    """Spread a number over places as evenly as their room allows, the first ones first.

    Parameters
    ----------
    room : sequence of int
        The most that each place takes.
    count : int
        What to spread, at most all the room.
    """
    shares = [0] * len(room)
    while (left := count - sum(shares)) > 0:
        for place in sorted(
            (place for place, most in enumerate(room) if shares[place] < most),
            key=lambda place: shares[place],
        )[:left]:
            shares[place] += 1
    return shares


def numbered_names(windows: Sequence[LabelledWindow]) -> list[str]:
    """Name windows as the paper does: ``fight 1``, ``fight 2``; with the game where there are several."""
    several = len({window.scene.game for window in windows}) > 1
    names, seen = [], dict[str, int]()
    for window in windows:
        kind = f"{window.scene.game} {window.scene.scene}" if several else window.scene.scene
        seen[kind] = seen.get(kind, 0) + 1
        names.append(f"{kind} {seen[kind]}")
    return names


def too_few_scenes(of: str, room: int, count: int) -> InvalidInputError:
    """Return the error for more scenes than there is room for."""
    advice = f"ask for fewer (--scenes {room})" if room > 1 else "name another game"
    return InvalidInputError(
        f"{of} has room for {room} scenes of {WINDOW_S:.0f} s that don't overlap, not for {count}: {advice}, "
        "or label more play"
    )


def _slots(scene: LabelledScene) -> int:
    return int((scene.duration_s + 1e-6) // WINDOW_S)


def _pool(scenes: Sequence[LabelledScene], random: np.random.Generator) -> list[LabelledWindow]:
    """Return a kind's windows in the order in which they are taken."""
    rounds: list[tuple[int, float, LabelledWindow]] = []
    for scene in scenes:
        count = _slots(scene)
        first_s = scene.start_s + float(random.uniform(0, max(0.0, scene.duration_s - count * WINDOW_S)))
        starts = random.permutation(first_s + WINDOW_S * np.arange(count))
        rounds += [
            (number, float(random.random()), LabelledWindow(scene, float(start)))
            for number, start in enumerate(starts)
        ]
    return [window for _, _, window in sorted(rounds, key=lambda entry: entry[:2])]
