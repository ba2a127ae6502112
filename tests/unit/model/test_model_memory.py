"""A bundle's memory, and how it moves a prediction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError
from scenescore.frames.appearance import APPEARANCE_VALUES, COLOUR_WEIGHT, EDGE_VALUES
from scenescore.matching.emd import emd
from scenescore.model.appearance_distance import appearance_distance
from scenescore.model.memory import (
    FRAMES_PER_MEMORY_WINDOW,
    FULL_RECALL_DISTANCE,
    MAX_RECALL_DISTANCE,
    MAX_TRACK_SWITCH_RATIO,
    Memory,
    select_memory_frames,
)

STEPS, D = 12, 5


def appearance_descriptors(random: np.random.Generator, windows: int, moments: int) -> np.ndarray:
    """Return random descriptors of the form of real ones: two unit vectors, the second one weighted."""
    values = np.abs(random.standard_normal((windows, moments, APPEARANCE_VALUES)))
    values[..., :EDGE_VALUES] /= np.linalg.norm(values[..., :EDGE_VALUES], axis=-1, keepdims=True)
    values[..., EDGE_VALUES:] /= np.linalg.norm(values[..., EDGE_VALUES:], axis=-1, keepdims=True)
    values[..., EDGE_VALUES:] *= np.sqrt(COLOUR_WEIGHT)
    return values.astype(np.float32)


def at_distance(descriptor: np.ndarray, distance: float) -> np.ndarray:
    """Return a descriptor at a distance from another one, with other edges and the same colours."""
    cosine = 1 - distance
    own = descriptor[:EDGE_VALUES]
    other = np.zeros(EDGE_VALUES)
    other[0], other[1] = -own[1], own[0]
    other /= np.linalg.norm(other)
    turned = cosine * own + np.sqrt(1 - cosine**2) * other
    return np.concatenate([turned, descriptor[EDGE_VALUES:]]).astype(np.float32)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 9))
def test_distances_to_all_windows_are_those_to_each_window(seed: int, windows: int, moments: int) -> None:
    random = np.random.default_rng(seed)
    known, shown = appearance_descriptors(random, windows, moments), appearance_descriptors(random, 1, 7)[0]
    memory = Memory(known, np.zeros((windows, STEPS, D), np.float32))
    similarity = memory.similarity(shown)
    assert similarity.shape == (7, windows)
    assert memory.distances(similarity) == pytest.approx(
        [appearance_distance(shown, one) for one in known], abs=1e-5
    )


def test_a_known_window_is_answered_with_its_own_music() -> None:
    random = np.random.default_rng(0)
    known = appearance_descriptors(random, 3, FRAMES_PER_MEMORY_WINDOW)
    features = random.standard_normal((3, STEPS, D)).astype(np.float32)
    prediction = random.standard_normal((STEPS, D)).astype(np.float32)
    memory = Memory(known, features)
    answer = memory.recall(prediction, memory.similarity(known[1]))
    assert answer.network_share == pytest.approx(0.0)
    assert answer.memory_share == pytest.approx(1.0)
    assert emd(answer.features, features[1]) == pytest.approx(0.0, abs=1e-5)


def test_an_unknown_window_is_left_to_the_network() -> None:
    random = np.random.default_rng(1)
    descriptor = appearance_descriptors(random, 1, 1)[0, 0]
    memory = Memory(descriptor[None, None], random.standard_normal((1, STEPS, D)).astype(np.float32))
    prediction = random.standard_normal((STEPS, D)).astype(np.float32)
    far = np.stack([at_distance(descriptor, MAX_RECALL_DISTANCE + 0.01)] * STEPS)
    assert np.array_equal(memory.recall(prediction, memory.similarity(far)).features, prediction)
    nothing = Memory(np.zeros((0, 1, APPEARANCE_VALUES), np.float32), np.zeros((0, STEPS, D), np.float32))
    assert np.array_equal(nothing.recall(prediction, nothing.similarity(far)).features, prediction)


def test_a_half_known_window_is_answered_half_way_between_network_and_memory() -> None:
    random = np.random.default_rng(2)
    descriptor = appearance_descriptors(random, 1, 1)[0, 0]
    heard = random.standard_normal((1, STEPS, D)).astype(np.float32)
    prediction = random.standard_normal((STEPS, D)).astype(np.float32)
    middle = np.stack([at_distance(descriptor, (FULL_RECALL_DISTANCE + MAX_RECALL_DISTANCE) / 2)] * STEPS)
    memory = Memory(descriptor[None, None], heard)
    answer = memory.recall(prediction, memory.similarity(middle))
    moved = answer.features
    assert answer.network_share == pytest.approx(0.5, abs=0.01)
    whole = emd(prediction, heard[0])
    # This holds for the matching of the Earth Mover's Distance only.
    assert emd(prediction, moved) == pytest.approx(whole / 2, rel=0.02)
    assert emd(moved, heard[0]) == pytest.approx(whole / 2, rel=0.02)


@pytest.mark.parametrize(
    ("share", "taken"), [(MAX_TRACK_SWITCH_RATIO + 0.02, 0), (MAX_TRACK_SWITCH_RATIO - 0.02, 1)]
)
def test_the_track_that_plays_is_recalled_unless_another_window_is_clearly_nearer(
    share: float, taken: int
) -> None:
    random = np.random.default_rng(4)
    descriptor = appearance_descriptors(random, 1, 1)[0, 0]
    distance = FULL_RECALL_DISTANCE * 0.8
    known = np.stack([at_distance(descriptor, distance), at_distance(descriptor, distance * share)])[:, None]
    features = random.standard_normal((2, STEPS, D)).astype(np.float32)
    memory = Memory(known, features)
    similarity = memory.similarity(np.stack([descriptor] * STEPS))
    nothing = np.zeros((STEPS, D), np.float32)
    for playing, wanted in ((np.array([True, False]), taken), (None, 1), (np.array([False, False]), 1)):
        answer = memory.recall(nothing, similarity, playing)
        assert emd(answer.features, features[wanted]) == pytest.approx(0.0, abs=1e-5)


def test_the_track_that_plays_is_not_recalled_for_an_unknown_window() -> None:
    random = np.random.default_rng(5)
    descriptor = appearance_descriptors(random, 1, 1)[0, 0]
    known = np.stack(
        [
            at_distance(descriptor, MAX_RECALL_DISTANCE + 0.01),
            at_distance(descriptor, MAX_RECALL_DISTANCE - 0.01),
        ]
    )[:, None]
    memory = Memory(known, random.standard_normal((2, STEPS, D)).astype(np.float32))
    similarity = memory.similarity(np.stack([descriptor] * STEPS))
    answer = memory.recall(np.zeros((STEPS, D), np.float32), similarity, np.array([True, False]))
    assert 0 < answer.memory_share < 1


def test_memory_frames_are_spread_over_the_window() -> None:
    appearances = np.zeros((2, 24, APPEARANCE_VALUES), np.float32)
    appearances[:, :, 0] = np.arange(24)
    assert select_memory_frames(appearances)[0, :, 0].tolist() == [0, 3, 7, 10, 13, 16, 20, 23]
    assert select_memory_frames(appearances[:, :3]).shape == (2, 3, APPEARANCE_VALUES)


def test_appearance_and_features_of_different_windows_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="memory"):
        Memory(np.zeros((2, 1, APPEARANCE_VALUES), np.float32), np.zeros((3, STEPS, D), np.float32))
