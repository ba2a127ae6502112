"""Many scenes at once, each with its own track, at the least total cost."""

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
    """Give each scene a track so that the costs add up to the least possible.

    Parameters
    ----------
    costs : np.ndarray [shape=(scenes, tracks), float64]
        What each track costs for each scene; infinite where it is out of the question.
    max_uses : int
        How many scenes one track may serve, 1 or more.
    pinned : mapping of int to int
        Scenes that must get a certain track.
    excluded : collection of int
        Tracks that must not be used.

    Returns
    -------
    list of int
        The track of each scene.

    Raises
    ------
    InvalidInputError
        A track is pinned that is excluded, or to more scenes than it may serve.
    PreconditionError
        There are too few tracks.
    """
    scenes, tracks = costs.shape
    check_pins(pinned.values(), max_uses=max_uses, excluded=excluded)
    room = np.full(tracks, max_uses)
    room[list(excluded)] = 0
    for track in pinned.values():
        room[track] -= 1
    free = [scene for scene in range(scenes) if scene not in pinned]
    chosen = dict(pinned)
    if free:
        # A track that may serve several scenes stands in as many columns.
        columns = np.repeat(np.arange(tracks), np.minimum(room, len(free)))
        if len(columns) < len(free):
            raise too_few_tracks(len(free), int((room > 0).sum()), max_uses)
        try:
            rows, places = linear_sum_assignment(costs[free][:, columns])
        except ValueError as error:
            raise too_few_tracks(len(free), int((room > 0).sum()), max_uses) from error
        chosen |= {free[row]: int(columns[place]) for row, place in zip(rows, places, strict=True)}
    return [chosen[scene] for scene in range(scenes)]


def check_pins(pinned: Collection[object], *, max_uses: int, excluded: Collection[object]) -> None:
    """Refuse pinned tracks that contradict the rest.

    Raises
    ------
    InvalidInputError
        One is excluded, or pinned to more scenes than it may serve.
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

    The other scenes can use up so many tracks; among one more there is always one left for this scene that
    costs no more than any track beyond.

    Parameters
    ----------
    scenes : int
        Scenes that are free to choose, 1 or more.
    max_uses : int
        How many scenes one track may serve.
    set_aside : int
        Tracks among them that may be excluded, or pinned elsewhere.
    """
    return (scenes - 1) // max_uses + 1 + set_aside


def too_few_tracks(scenes: int, tracks: int, max_uses: int) -> PreconditionError:
    """Return the error for more scenes than tracks can serve."""
    each = "once" if max_uses == 1 else f"up to {max_uses} times"
    return PreconditionError(
        f"{scenes} scenes are to be assigned, and there are {tracks} tracks to choose from, each to be used "
        f"{each}: add music, exclude less, or let a track serve more scenes"
    )
