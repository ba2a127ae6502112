"""The paper's formulas on cases computed by hand, intervals, and data folders."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.matching.emd import distance_matrix
from scenescore.studies.data_folder import read_data_folder
from scenescore.studies.diversity.diversity import diversity
from scenescore.studies.intervals import bootstrap, clustered_mean
from scenescore.studies.separation.separation import separation, variation


def test_diversity_of_the_papers_table_4() -> None:
    # Six scenes, 99 pieces, three different pieces: 3 + 2 + 1 (the paper, Table 4).
    found = diversity(["pursuer", "pursuer", "pursuer", "ran", "ran", "catch"], 99)
    assert found.objective == pytest.approx(14 - 36 / 99)
    assert (found.distinct, found.never) == (3, 96)
    assert found.largest_share == 0.5


def test_diversity_of_the_papers_72_scenes_and_99_tracks() -> None:
    all_different = diversity([f"piece {number}" for number in range(72)], 99)
    assert all_different.objective == all_different.best_objective == pytest.approx(19.64, abs=0.01)
    assert all_different.random_objective == pytest.approx(71.3, abs=0.05)
    assert all_different.random_distinct == pytest.approx(51.3, abs=0.05)
    assert diversity(["same"] * 72, 99).objective == pytest.approx(5131.6, abs=0.1)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_no_spread_beats_the_best_objective(chosen: list[int]) -> None:
    found = diversity([str(number) for number in chosen], 5)
    assert found.objective >= found.best_objective - 1e-9


def test_random_tracks_give_the_random_objective_on_average() -> None:
    random = np.random.default_rng(0)
    drawn = [diversity([str(number) for number in random.integers(20, size=12)], 20) for _ in range(4000)]
    assert np.mean([one.objective for one in drawn]) == pytest.approx(drawn[0].random_objective, rel=0.05)
    assert np.mean([one.distinct for one in drawn]) == pytest.approx(drawn[0].random_distinct, rel=0.02)


def test_inter_scene_variation_by_hand() -> None:
    # Scene 0: 5 - 1 = 4; scene 1: 3 - 2 = 1.
    assert variation(np.array([[1.0, 5.0], [3.0, 2.0]])) == 5.0


def test_separation_counts_scenes_and_classes() -> None:
    matrix = np.array(
        [
            [1.0, 2.0, 9.0, 9.0],  # its own
            [1.0, 2.0, 9.0, 9.0],  # another of its class
            [1.0, 9.0, 2.0, 9.0],  # another class
            [9.0, 9.0, 9.0, 1.0],  # its own
        ]
    )
    found = separation(matrix, ["fight", "fight", "walk", "walk"])
    assert (found.right_scene, found.right_class, found.chance_class) == (2, 3, 2.0)
    assert found.variation.value == pytest.approx(variation(matrix))
    assert found.variation.low <= found.variation.value <= found.variation.high
    assert found.shuffled_variation < found.variation.value


def test_shuffled_music_gives_no_variation_on_average() -> None:
    matrix = np.random.default_rng(1).uniform(1, 2, (12, 12))
    assert abs(separation(matrix, ["a", "b"] * 6).shuffled_variation) < 1.0


def test_a_matrix_of_another_size_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="3 scenes"):
        separation(np.ones((2, 2)), ["fight", "walk", "talk"])


def test_perfect_predictions_have_no_distance_to_their_music() -> None:
    random = np.random.default_rng(2)
    heard = [random.normal(size=(24, 5)).astype(np.float32) for _ in range(3)]
    matrix = distance_matrix(heard, heard)
    assert np.diag(matrix) == pytest.approx(0, abs=1e-6)
    assert separation(matrix, ["a", "b", "c"]).right_scene == 3


def test_intervals_cover_the_true_value_in_95_of_100_cases() -> None:
    random = np.random.default_rng(0)
    covered = 0
    for seed in range(150):
        values = random.uniform(size=40) < 0.6
        interval = clustered_mean(values, list(range(40)), seed=seed)
        covered += interval.low <= 0.6 <= interval.high
    assert 130 <= covered <= 150


def test_copies_within_a_cluster_do_not_narrow_the_interval() -> None:
    values, clusters = np.array([1, 0, 1, 1, 0, 1]), list(range(6))
    once = clustered_mean(values, clusters, seed=1)
    copied = clustered_mean(np.repeat(values, 50), np.repeat(clusters, 50).tolist(), seed=1)
    assert (copied.low, copied.high) == pytest.approx((once.low, once.high))
    assert (once.cases, copied.cases) == (6, 300)
    assert bootstrap(6, lambda chosen: values[chosen].mean(axis=1), seed=1).low == pytest.approx(once.low)


def data_folder(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a small data folder."""
    (path / "music").mkdir()
    (path / "clips" / "duel").mkdir(parents=True)
    (path / "music" / "battle.ogg").write_bytes(b"")
    (path / "music" / "tracks.csv").write_text("file,kind\nbattle.ogg,battle\n")
    (path / "clips" / "duel" / "one.mp4").write_bytes(b"")
    with (path / "clips" / "scenes.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["clip", "game", "start_s", "end_s", "scene", "track"])
        writer.writeheader()
        writer.writerows(rows)
    return path


ROW = {
    "clip": "one.mp4",
    "game": "duel",
    "start_s": "1.5",
    "end_s": "20",
    "scene": "fight",
    "track": "battle.ogg",
}


def test_a_data_folder_is_read(tmp_path: Path) -> None:
    data = read_data_folder(data_folder(tmp_path, [ROW]))
    assert data.games == ("duel",)
    assert (data.scenes[0].kind, data.scenes[0].duration_s) == ("battle", 18.5)
    assert data.music("battle.ogg").is_file()


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"clip": "two.mp4"}, NotFoundError, r"line 2.*two\.mp4"),
        ({"end_s": "1"}, InvalidInputError, "line 2.*no stretch"),
        ({"start_s": "soon"}, InvalidInputError, "'soon'"),
        ({"start_s": "nan"}, InvalidInputError, "no stretch"),
        ({"track": "other.ogg"}, NotFoundError, "other.ogg"),
    ],
)
def test_a_wrong_row_is_reported_with_its_line(
    tmp_path: Path, change: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        read_data_folder(data_folder(tmp_path, [{**ROW, **change}]))


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"tracks\.csv"):
        read_data_folder(tmp_path)
