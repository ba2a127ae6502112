"""The windows of labelled play, and when a retrieved track is right."""

from pathlib import Path

import numpy as np

from scenescore.matching.emd import distance_matrix
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.relevance import Relevance, summarise_relevance
from scenescore.studies.windows import LabelledWindow, earlier_parts, windows_of

TRACKS = {"battle.ogg": "battle", "boss.ogg": "battle", "town.ogg": "town", "other.ogg": ""}


def scene(
    kind: str, track: str, *, start_s: float = 0.0, end_s: float = 24.0, clip: str = "one"
) -> LabelledScene:
    return LabelledScene("duel", Path(clip), start_s, end_s, kind, track, TRACKS.get(track, ""))


def at(place: float) -> np.ndarray:
    """Return a feature sequence at a point of a line."""
    return np.full((24, 2), place, np.float32)


def judged(*found: tuple[LabelledScene, float], bias: np.ndarray | None = None) -> Relevance:
    """Rate predictions against four tracks at 0, 1, 2 and 3."""
    scores = distance_matrix([at(place) for _, place in found], [at(place) for place in range(4)])
    kinds = {track: kind for track, kind in TRACKS.items() if kind}
    windows = [LabelledWindow(one, 0.0) for one, _ in found]
    return summarise_relevance(scores + (0 if bias is None else bias), windows, list(TRACKS), kinds)


def test_windows_start_every_six_seconds_and_stay_in_their_half() -> None:
    stretch = scene("fight", "battle.ogg", start_s=10.0, end_s=61.0)
    assert [window.start_s for window in windows_of([stretch])] == [10, 16, 22, 28, 34, 40, 46]
    assert [window.start_s for window in windows_of([stretch], half="earlier")] == [10, 16, 22]
    assert [window.start_s for window in windows_of([stretch], half="later")] == [35.5, 41.5, 47.5]
    assert windows_of([scene("fight", "battle.ogg", end_s=11.9)]) == []


def test_the_earlier_half_of_each_scene_is_for_training() -> None:
    parts = earlier_parts([scene("walk", "town.ogg"), scene("fight", "battle.ogg", start_s=30.0, end_s=50.0)])
    assert [(part.path, part.spans) for part in parts] == [(Path("one"), ((0.0, 12.0), (30.0, 40.0)))]


def test_right_track_right_kind_and_right_scene_are_counted_apart() -> None:
    fight, town = scene("fight", "battle.ogg"), scene("walk", "town.ogg", clip="two")
    # The track itself, another of its kind, the town's own track, and a fight's track for the town.
    found = judged((fight, 0.1), (fight, 0.9), (town, 2.1), (town, 0.2))
    assert found.right_piece.value == 0.5
    assert found.right_kind is not None
    assert found.right_kind.value == 0.75
    assert found.right_scene.value == 0.75
    assert (found.chance_piece, found.chance_kind, found.chance_scene) == (0.25, 0.375, 0.5)
    assert (found.spread.distinct, found.scenes) == (3, 2)


def test_the_share_of_right_kinds_needs_known_kinds() -> None:
    assert judged((scene("walk", "other.ogg"), 3.0)).right_kind is None


def test_a_bias_changes_what_is_found() -> None:
    fight = scene("fight", "battle.ogg")
    assert judged((fight, 0.4)).right_piece.value == 1.0
    assert judged((fight, 0.4), bias=np.array([1.0, 0.0, 0.0, 0.0])).right_piece.value == 0.0
