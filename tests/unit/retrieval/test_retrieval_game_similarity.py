"""How much games look alike, and which bundle is suggested for it."""

import csv
import json
from pathlib import Path

import cv2
import imagehash
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from making.bundle import write_bundle
from making.video import write_video
from scenescore.cli.main import main
from scenescore.cli.study.similarity import game_names
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.decode import to_frame
from scenescore.frames.picture_hash import Hashes, picture_hash
from scenescore.model.bundle.bundle import load_bundle
from scenescore.model.bundle.installed import find_bundle
from scenescore.model.bundle.picture_hashes import MAX_HASHES, choose_hashes, hashes_from_json, hashes_to_json
from scenescore.retrieval.game_similarity import (
    Game,
    dissimilarities,
    dissimilarity,
    hashes_of,
    most_similar,
    own_dissimilarity,
    read_game,
    suggest,
    why_left_out,
)

RECORDING = Path(__file__).resolve().parents[3] / "server" / "scenescore" / "demo" / "recording.mp4"
HASHES = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=12)


def hashes(*values: int) -> Hashes:
    return np.array(values, np.uint64)


def scenery(seed: int, *, side: int = 96) -> np.ndarray:
    """Return a picture [shape=(side, side, 3), uint8] of soft patches, another for each seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), np.uint8)
    picture: np.ndarray = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    return picture


def film(path: Path, seeds: list[int]) -> Path:
    """Write a video that shows each picture for a second."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_video(path, (scenery(seed) for seed in seeds for _ in range(10)))


@given(HASHES, HASHES)
def test_the_dissimilarity_is_the_mean_over_all_pairs(ones: list[int], others: list[int]) -> None:
    pairs = [(one ^ other).bit_count() for one in ones for other in others]
    assert dissimilarity(hashes(*ones), hashes(*others)) == pytest.approx(np.mean(pairs), abs=1e-9)
    assert dissimilarity(hashes(*others), hashes(*ones)) == dissimilarity(hashes(*ones), hashes(*others))


@given(HASHES)
def test_a_games_own_pictures_are_compared_with_each_other_alone(values: list[int]) -> None:
    pairs = [(one ^ other).bit_count() for i, one in enumerate(values) for other in values[:i]]
    expected = np.mean(pairs) if pairs else 0.0
    assert own_dissimilarity(hashes(*values)) == pytest.approx(expected, abs=1e-9)


def test_without_pictures_there_is_nothing_to_compare() -> None:
    with pytest.raises(InvalidInputError, match="no picture"):
        dissimilarity(hashes(), hashes(1))


def test_the_hash_is_imagehashs_of_the_picture_as_the_daemon_sees_it() -> None:
    for seed in range(20):
        picture = scenery(seed, side=400)
        found = picture_hash(to_frame(picture))
        expected = int(
            str(imagehash.phash(Image.fromarray(picture).resize((80, 80), Image.Resampling.BOX))), 16
        )
        # Hue and value are rounded, which turns a bit or two that lie at the median.
        assert (found ^ expected).bit_count() <= 4
        unlike = picture_hash(to_frame(scenery(seed + 100, side=400)))
        assert (found ^ unlike).bit_count() >= 12


def test_a_matrix_names_the_most_similar_other_game() -> None:
    games = [
        Game("nothing", hashes(0, 0), 1),
        Game("few", hashes(0b111, 0b11), 1),
        Game("all", hashes(2**64 - 1), 1),
    ]
    matrix = dissimilarities(games)
    assert matrix.tolist() == [[0, 2.5, 64], [2.5, 1, 61.5], [64, 61.5, 0]]
    assert most_similar(matrix) == [1, 0, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.lists(st.integers(0, 9), max_size=300)), max_size=6
    )
)
def test_a_bundle_carries_a_bounded_choice_from_all_over_its_videos(
    videos: list[tuple[str, list[int]]],
) -> None:
    given_ = [(Path(folder, f"{i}.mp4"), hashes(*values)) for i, (folder, values) in enumerate(videos)]
    chosen = choose_hashes(given_)
    assert sum(map(len, chosen)) <= MAX_HASHES
    assert len(chosen) == len({folder for folder, values in videos if values})
    for group in chosen:
        assert len(group)
    if chosen:
        assert [
            group.tolist() for group in hashes_from_json(json.loads(json.dumps(hashes_to_json(chosen))))
        ] == [group.tolist() for group in chosen]


def test_a_choice_is_spread_over_time_and_folders_are_kept_apart() -> None:
    long = np.arange(5000, dtype=np.uint64)
    (whole,) = choose_hashes([(Path("a/1.mp4"), long[:3000]), (Path("a/2.mp4"), long[3000:])])
    assert len(whole) == MAX_HASHES
    assert (whole[0], whole[-1]) == (0, 4999)
    assert set(np.diff(whole).tolist()) <= {25, 26}
    first, second = choose_hashes([(Path("a/1.mp4"), long), (Path("b/1.mp4"), long[:7])])
    assert (len(first), second.tolist()) == (MAX_HASHES // 2, list(range(7)))
    (together,) = choose_hashes([(Path(str(i), "1.mp4"), long[:50]) for i in range(30)])
    assert len(together) == MAX_HASHES


@pytest.mark.parametrize(
    "texts",
    [
        [],
        {},
        "0123456789abcdef",
        ["0123456789abcdef"],
        [[]],
        [["0123456789abcdef"], []],
        [["0123456789ABCDEF"]],
        [["0123456789abcde"]],
        [[7]],
        [["0123456789abcdef"] * (MAX_HASHES + 1)],
    ],
)
def test_malformed_hashes_are_refused(texts: object) -> None:
    with pytest.raises(InvalidInputError, match="picture_hashes"):
        hashes_from_json(texts)


def test_bundles_are_suggested_by_their_most_similar_game_and_old_ones_left_out(tmp_path: Path) -> None:
    near = load_bundle(write_bundle(tmp_path / "near", picture_hashes=[[0b1]]))
    two = load_bundle(write_bundle(tmp_path / "two", picture_hashes=[[2**64 - 1], [0b111, 0b111]]))
    far = load_bundle(write_bundle(tmp_path / "far", picture_hashes=[[2**64 - 1, 0]]))
    old = load_bundle(write_bundle(tmp_path / "old"))
    suggestions, left_out = suggest(hashes(0, 0), [far, old, two, near])
    assert [(one.bundle.name, one.dissimilarity) for one in suggestions] == [
        ("near", 1),
        ("two", 3),
        ("far", 32),
    ]
    assert left_out == [old]
    assert "old" in why_left_out(left_out)
    assert "train again" in why_left_out(left_out)
    assert not why_left_out([])


def test_the_example_games_own_recording_looks_like_the_bundle_that_learnt_from_it() -> None:
    bundles = [find_bundle("starter"), find_bundle("example")]
    suggestions, left_out = suggest(hashes_of(RECORDING), bundles)
    assert not left_out
    assert [one.bundle.name for one in suggestions] == ["example", "starter"]
    assert suggestions[0].dissimilarity < suggestions[1].dissimilarity - 1


def test_videos_and_pictures_give_hashes(tmp_path: Path) -> None:
    video = film(tmp_path / "play.mp4", [1, 2, 3])
    found = hashes_of(video)
    assert len(found) == 6
    Image.fromarray(scenery(2)).save(tmp_path / "shot.png")
    Image.fromarray(scenery(2)).save(tmp_path / "shot.jpg", quality=95)
    for name in ("shot.png", "shot.jpg"):
        (picture,) = hashes_of(tmp_path / name)
        assert (int(picture) ^ int(found[2])).bit_count() <= 4
    (tmp_path / "half.png").write_bytes((tmp_path / "shot.png").read_bytes()[:500])
    with pytest.raises(BrokenFileError, match=r"half\.png"):
        hashes_of(tmp_path / "half.png")
    with pytest.raises(NotFoundError):
        hashes_of(tmp_path / "nothing.png")


def test_a_broken_video_among_others_is_named_and_passed_over(tmp_path: Path) -> None:
    film(tmp_path / "game" / "deep" / "good.mp4", [1])
    (tmp_path / "game" / "bad.mp4").write_text("no video")
    game, [problem] = read_game(tmp_path / "game", "game")
    assert (game.videos, len(game.hashes)) == (1, 2)
    assert problem.path.name == "bad.mp4"
    (tmp_path / "game" / "deep" / "good.mp4").unlink()
    with pytest.raises(BrokenFileError, match=r"bad\.mp4"):
        read_game(tmp_path / "game", "game")
    (tmp_path / "game" / "bad.mp4").unlink()
    with pytest.raises(NotFoundError, match="no video"):
        read_game(tmp_path / "game", "game")


def test_the_study_writes_a_picture_and_a_table_and_names_the_most_similar(tmp_path: Path) -> None:
    film(tmp_path / "one" / "a.mp4", [1, 2])
    film(tmp_path / "two" / "a.mp4", [1, 3])
    film(tmp_path / "three" / "a.mp4", [50, 51])
    (tmp_path / "three" / "b.mp4").write_text("no video")
    folders = [str(tmp_path / name) for name in ("one", "two", "three")]
    out = tmp_path / "results"
    ran = CliRunner().invoke(main, ["study", "similarity", *folders, "--out", str(out), "--json"])
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert [(game["name"], game["videos"], game["pictures"]) for game in told["games"]] == [
        ("one", 1, 4),
        ("two", 1, 4),
        ("three", 1, 4),
    ]
    assert told["most_similar"]["one"]["game"] == "two"
    assert told["most_similar"]["two"]["game"] == "one"
    assert [Path(one["file"]).name for one in told["broken"]] == ["b.mp4"]
    picture = cv2.imread(told["picture"])
    assert picture is not None
    assert min(picture.shape[:2]) > 200
    with Path(told["table"]).open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["game", "one", "two", "three"]
    written = np.array([[float(value) for value in row[1:]] for row in rows])
    assert np.allclose(written, told["dissimilarity"], atol=1e-4)
    shown = CliRunner().invoke(main, ["study", "similarity", *folders, "--out", str(out)])
    assert "three" in shown.stdout
    assert "b.mp4" in shown.stderr


def test_games_of_one_name_are_told_apart_and_none_is_compared_with_itself(tmp_path: Path) -> None:
    first, second = tmp_path / "quest" / "videos", tmp_path / "saga" / "videos"
    assert game_names([first, second, tmp_path / "other"]) == ["quest/videos", "saga/videos", "other"]
    for given_ in ([first], [first, first]):
        film(first / "a.mp4", [1])
        ran = CliRunner().invoke(main, ["study", "similarity", *map(str, given_)])
        assert ran.exit_code == 2


def test_the_command_suggests_from_clips_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path))
    picture = scenery(5)
    Image.fromarray(picture).save(tmp_path / "shot.png")
    write_bundle(
        tmp_path / "models" / "like", game="Like it", picture_hashes=[[picture_hash(to_frame(picture))]]
    )
    write_bundle(tmp_path / "models" / "old", game="Old one")
    ran = CliRunner().invoke(main, ["models", "suggest", str(tmp_path / "shot.png"), "--json"])
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["suggestions"][0] == {
        "name": "like",
        "game": "Like it",
        "preset": "default",
        "dissimilarity": 0.0,
    }
    assert {one["name"] for one in told["suggestions"]} == {"like", "example", "starter"}
    assert (told["left_out"], told["pictures"]) == (["old"], 1)
    shown = CliRunner().invoke(main, ["models", "suggest", str(tmp_path / "shot.png")])
    assert "Like it" in shown.stdout
    assert "left out: old" in shown.stderr
