"""The assignment of tracks to scenes, against all possible assignments."""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError, PreconditionError
from scenescore.matching.assign import assign, candidates_needed


@dataclass(frozen=True)
class Task:
    """An assignment small enough to try all possibilities."""

    costs: np.ndarray
    max_uses: int
    pinned: dict[int, int]
    excluded: set[int]

    def total(self, chosen: tuple[int, ...] | list[int]) -> float:
        return float(sum(self.costs[scene, track] for scene, track in enumerate(chosen)))

    def allows(self, chosen: tuple[int, ...] | list[int]) -> bool:
        return (
            all(chosen[scene] == track for scene, track in self.pinned.items())
            and not self.excluded & set(chosen)
            and max(Counter(chosen).values()) <= self.max_uses
        )

    def least(self) -> float | None:
        """Return the least total of all allowed assignments; None if there is none."""
        scenes, tracks = self.costs.shape
        ways = filter(self.allows, product(range(tracks), repeat=scenes))
        return min(map(self.total, ways), default=None)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    scenes, tracks = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 20), min_size=tracks, max_size=tracks)
    return Task(
        costs=np.array(draw(st.lists(row, min_size=scenes, max_size=scenes)), float),
        max_uses=draw(st.integers(1, 3)),
        pinned=draw(st.dictionaries(st.integers(0, scenes - 1), st.integers(0, tracks - 1), max_size=2)),
        excluded=draw(st.sets(st.integers(0, tracks - 1), max_size=2)),
    )


@given(tasks())
def test_no_other_assignment_is_better_and_all_conditions_hold(task: Task) -> None:
    least = task.least()
    if least is None:
        with pytest.raises((InvalidInputError, PreconditionError)):
            assign(task.costs, max_uses=task.max_uses, pinned=task.pinned, excluded=task.excluded)
        return
    chosen = assign(task.costs, max_uses=task.max_uses, pinned=task.pinned, excluded=task.excluded)
    assert task.allows(chosen)
    assert task.total(chosen) == least


@given(tasks())
def test_the_best_few_tracks_of_each_scene_are_enough(task: Task) -> None:
    least = task.least()
    if least is None:
        return
    free = len(task.costs) - len(task.pinned)
    aside = len(task.excluded) + len(set(task.pinned.values()))
    enough = candidates_needed(max(1, free), max_uses=task.max_uses, set_aside=aside)
    few = np.full_like(task.costs, np.inf)
    for scene, row in enumerate(task.costs):
        kept = np.arange(len(row)) if scene in task.pinned else np.argsort(row, kind="stable")[:enough]
        few[scene, kept] = row[kept]
    chosen = assign(few, max_uses=task.max_uses, pinned=task.pinned, excluded=task.excluded)
    assert task.total(chosen) == least


def test_the_best_for_all_may_be_the_best_for_none() -> None:
    costs = np.array([[0.0, 1.0, 9.0], [0.0, 5.0, 9.0]])
    assert assign(costs) == [1, 0]
    assert assign(costs, max_uses=2) == [0, 0]
    assert assign(costs, pinned={0: 0}) == [0, 1]
    assert assign(costs, excluded=[0]) == [1, 2]


def test_too_few_tracks_say_how_many_there_are() -> None:
    with pytest.raises(PreconditionError, match=r"3 scenes .* 2 tracks"):
        assign(np.zeros((3, 2)))
    with pytest.raises(PreconditionError, match=r"3 scenes .* 1 tracks .* 2 times"):
        assign(np.zeros((3, 2)), max_uses=2, excluded=[0])
    assert sorted(Counter(assign(np.zeros((3, 2)), max_uses=2)).values()) == [1, 2]


def test_pins_that_contradict_the_rest_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="excluded"):
        assign(np.zeros((2, 2)), pinned={0: 1}, excluded=[1])
    with pytest.raises(InvalidInputError, match="2 scenes"):
        assign(np.zeros((2, 2)), pinned={0: 1, 1: 1})
