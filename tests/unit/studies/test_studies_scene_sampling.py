"""Sampling scenes for a study, and the sets of features that it tries."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from making.bundle import write_bundle
from scenescore.errors import InvalidInputError
from scenescore.model.bundle.bundle import load_bundle
from scenescore.studies.data_folder import LabelledScene, read_labelled_play
from scenescore.studies.feature_combinations import (
    MAX_COMBINATIONS,
    FeatureBlock,
    feature_blocks,
    feature_combinations,
)
from scenescore.studies.scene_sampling import even_shares, numbered_names, sample_scenes, window_capacity


def stretch(kind: str, start_s: float, end_s: float, *, clip: str = "one") -> LabelledScene:
    return LabelledScene("duel", Path(clip), start_s, end_s, kind, f"{kind}.ogg", "")


STRETCHES = st.lists(
    st.tuples(st.sampled_from(["fight", "walk", "talk"]), st.floats(1, 70), st.sampled_from("abc")),
    max_size=9,
)


@given(STRETCHES, st.integers(0, 5), st.integers(1, 12))
def test_sampled_windows_lie_in_their_scene_and_never_overlap(
    stretches: list[tuple[str, float, str]], seed: int, count: int
) -> None:
    scenes = [
        stretch(kind, 100 * place, 100 * place + length, clip=clip)
        for place, (kind, length, clip) in enumerate(stretches)
    ]
    if window_capacity(scenes) < count:
        with pytest.raises(
            InvalidInputError, match=f"room for {window_capacity(scenes)} scenes.*not for {count}"
        ):
            sample_scenes(scenes, count, seed=seed)
        return
    drawn = sample_scenes(scenes, count, seed=seed)
    assert len(drawn) == count
    assert drawn == sample_scenes(scenes, count, seed=seed)
    for window in drawn:
        assert window.scene.start_s <= window.start_s
        assert window.start_s + 12 <= window.scene.end_s + 1e-6
    for one, other in pairwise(sorted(drawn, key=lambda window: (str(window.scene.clip), window.start_s))):
        assert one.scene.clip != other.scene.clip or one.start_s + 12 <= other.start_s + 1e-6


def test_six_windows_are_two_of_each_kind_and_of_different_scenes() -> None:
    scenes = [
        stretch(kind, 200 * place, 200 * place + 60, clip=f"{kind}{place}")
        for kind in ("fight", "talk", "walk")
        for place in range(3)
    ]
    drawn = sample_scenes(scenes, 6, seed=3)
    assert Counter(window.scene.scene for window in drawn) == {"fight": 2, "talk": 2, "walk": 2}
    assert len({window.scene for window in drawn}) == 6
    assert numbered_names(drawn) == ["fight 1", "fight 2", "talk 1", "talk 2", "walk 1", "walk 2"]
    assert sample_scenes(scenes, 6, seed=4) != drawn


def test_other_kinds_fill_the_share_of_a_rare_kind() -> None:
    scenes = [stretch("fight", 0, 100), stretch("talk", 200, 213)]
    assert Counter(window.scene.scene for window in sample_scenes(scenes, 6, seed=0)) == {
        "fight": 5,
        "talk": 1,
    }


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 30))
def test_shares_are_as_even_as_capacities_allow(room: list[int], count: int) -> None:
    count = min(count, sum(room))
    shares = even_shares(room, count)
    assert sum(shares) == count
    for share, most in zip(shares, room, strict=True):
        # A share that is two less than another could have been larger.
        assert share <= most
        assert share == most or share >= max(shares) - 1


def block(
    feature: str, *, model: str = "m", steps: int = 24, width: int = 3, value: float = 1.0
) -> FeatureBlock:
    values = np.full((2, steps, width), value, np.float32)
    return FeatureBlock(model, feature, values, values)


def test_every_set_of_different_features_up_to_a_size() -> None:
    blocks = [
        block("cqt"),
        block("mfcc"),
        block("nmf"),
        block("mfcc", model="other"),
        block("iirt", steps=60),
    ]
    found = {(one.features, one.models) for one in feature_combinations(blocks, 2)}
    assert len(found) == len(feature_combinations(blocks, 2)) == 5 + 5
    assert ("cqt + mfcc", "m + other") in found
    assert not any("iirt +" in features or "+ iirt" in features for features, _ in found)
    assert not any(features == "mfcc + mfcc" for features, _ in found)


def test_all_sets_of_nine_features_are_tried_but_not_those_of_many_bundles() -> None:
    nine = [block(str(number)) for number in range(9)]
    assert len(feature_combinations(nine, 9)) == 511 < MAX_COMBINATIONS
    with pytest.raises(InvalidInputError, match="--features-up-to"):
        feature_combinations([block(str(number)) for number in range(30)], 4)


def test_each_feature_of_a_set_counts_the_same(tmp_path: Path) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "two", features=("chroma_stft", "mfcc")))
    random = np.random.default_rng(0)
    predicted = random.normal(size=(3, 24, 32)).astype(np.float32)
    blocks = feature_blocks(bundle, predicted, predicted[:2], bank=predicted[:1])
    alone, _, both = feature_combinations(blocks, 2)
    np.testing.assert_allclose(both.predicted, predicted, rtol=1e-5)
    np.testing.assert_allclose(alone.actual, predicted[:2, :, :12] * np.sqrt(2), rtol=1e-5)
    assert both.bank is not None
    np.testing.assert_allclose(both.bank, predicted[:1], rtol=1e-5)
    mixed = feature_combinations(
        [blocks[0], FeatureBlock("other", "mfcc", predicted, predicted, predicted)], 2
    )[-1]
    assert mixed.bank is None


def test_a_plain_folder_of_labelled_clips_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    (tmp_path / "scenes.csv").write_text("clip,start_s,end_s,scene\na.mp4,0,20,fight\n")
    data = read_labelled_play(tmp_path)
    assert (data.games, data.tracks) == ((tmp_path.name,), ())
    assert (data.scenes[0].clip, data.scenes[0].track) == (tmp_path / "a.mp4", "")
    (tmp_path / "scenes.csv").write_text("clip,start_s,end_s,scene\n")
    with pytest.raises(InvalidInputError, match="no rows"):
        read_labelled_play(tmp_path)
