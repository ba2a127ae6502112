"""Assigns tracks to many scenes at once, at the least total cost."""

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from scenescore.errors import InvalidInputError, PreconditionError


def assign(
    costs: npt.NDArray[np.float64],
    *,
    max_uses: int = 1,
    pinned: Mapping[int, int] = MappingProxyType({}),
    excluded: Collection[int] = (),
) -> list[int]:
    """Assign a track to each scene so that the total cost is least.

    Parameters
    ----------
    costs : np.ndarray [shape=(scenes, tracks), float64]
        Cost of each track for each scene; infinite for tracks that are not allowed.
    max_uses : int
        Most scenes that one track may serve, 1 or more.
    pinned : mapping of int to int
        Track of each scene that must get a certain track.
    excluded : collection of int
        Tracks that must not be used.

    Returns
    -------
    list of int
        The track of each scene.

    Raises
    ------
    InvalidInputError
        A pinned track is excluded, or pinned to more scenes than it may serve.
    PreconditionError
        There are too few tracks.
    """
    scenes, tracks = costs.shape
    check_pins(pinned.values(), max_uses=max_uses, excluded=excluded)
    uses_left = np.full(tracks, max_uses)
    uses_left[list(excluded)] = 0
    for track in pinned.values():
        uses_left[track] -= 1
    free = [scene for scene in range(scenes) if scene not in pinned]
    chosen = dict(pinned)
    if free:
        # A track that may serve several scenes has as many columns.
        columns = np.repeat(np.arange(tracks), np.minimum(uses_left, len(free)))
        if len(columns) < len(free):
            raise too_few_tracks(len(free), int((uses_left > 0).sum()), max_uses)
        try:
            rows, chosen_columns = linear_sum_assignment(costs[free][:, columns])
        except ValueError as error:
            raise too_few_tracks(len(free), int((uses_left > 0).sum()), max_uses) from error
        chosen |= {free[row]: int(columns[column]) for row, column in zip(rows, chosen_columns, strict=True)}
    return [chosen[scene] for scene in range(scenes)]


def check_pins(pinned: Collection[object], *, max_uses: int, excluded: Collection[object]) -> None:
    """Check that pinned tracks don't contradict the other conditions.

    Parameters
    ----------
    pinned : collection of object
        The tracks that are pinned, one entry for each scene.
    max_uses : int
        Most scenes that one track may serve.
    excluded : collection of object
        Tracks that must not be used.

    Raises
    ------
    InvalidInputError
        A pinned track is excluded, or pinned to more scenes than it may serve.
    """
    for track, uses in Counter(pinned).items():
        if track in excluded:
            raise InvalidInputError(f"{track} is pinned to a scene and excluded: take back one of the two")
        if uses > max_uses:
            raise InvalidInputError(
                f"{track} is pinned to {uses} scenes, and may serve {max_uses}: raise the uses of a track"
            )


def candidates_needed(scenes: int, *, max_uses: int = 1, set_aside: int = 0) -> int:
    """Return how many of each scene's best tracks are enough to find the least total cost.

    The other scenes can use up all but one of these tracks. The one that is left costs no more than any track
    beyond them.

    Parameters
    ----------
    scenes : int
        Scenes without a pinned track, 1 or more.
    max_uses : int
        Most scenes that one track may serve.
    set_aside : int
        Tracks that may be excluded or pinned to other scenes.

    Returns
    -------
    int
        Number of tracks.
    """
    return (scenes - 1) // max_uses + 1 + set_aside


def too_few_tracks(scenes: int, tracks: int, max_uses: int) -> PreconditionError:
    """Return the error for too few tracks.

    Parameters
    ----------
    scenes : int
        Scenes that need a track.
    tracks : int
        Tracks to choose from.
    max_uses : int
        Most scenes that one track may serve.

    Returns
    -------
    PreconditionError
        The error, to be raised.
    """
    each = "once" if max_uses == 1 else f"up to {max_uses} times"
    return PreconditionError(
        f"{scenes} scenes are to be assigned, and there are {tracks} tracks to choose from, each to be used "
        f"{each}: add music, exclude less, or let a track serve more scenes"
    )
