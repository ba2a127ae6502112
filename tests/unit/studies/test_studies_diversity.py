"""``study diversity`` on small real clips: whether scenes are given different pieces, and right ones."""

import csv
import json
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from making.bundle import write_bundle
from making.data_folder import write_data_folder
from scenescore.cli.main import main
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.correction_comparison import ASSIGNED, compare_corrections
from scenescore.studies.diversity.diversity import occurrences
from scenescore.studies.diversity.picture import drawn_at_random
from scenescore.studies.windows import LabelledWindow

METHODS = ["none", "inverted_softmax", "csls", "mutual_proximity"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data_folder(tmp_path_factory.mktemp("data") / "data", {"duel": 2, "quest": 1})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bank = np.random.default_rng(0).normal(size=(20, 24, 32)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "two"
    return write_bundle(folder, features=("chroma_stft", "mfcc"), bank=0.1 * bank)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    # One for all tests: the music is taken in once.
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path_factory.getbasetemp() / "home"))


def study(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["study", "diversity", *map(str, arguments)])


def test_each_correction_has_diversity_and_relevance(data: Path, model: Path, tmp_path: Path) -> None:
    ran = study("--model", model, "--data", data, "--features-up-to", 2, "--out", tmp_path, "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    # Six of the one game and the three that the other has room for.
    assert Counter(scene["game"] for scene in told["scenes"]) == {"duel": 6, "quest": 3}
    assert told["tracks"] == 8
    # A piece for each kind of scene of each game: what is right isn't what is most diverse.
    assert told["own_music"]["distinct"] == 6
    assert told["own_music"]["objective"] > told["own_music"]["best_objective"]
    (own,) = told["models"]
    assert [one["method"] for one in own["corrections"]] == METHODS
    assert [one["method"] for one in own["corrections"] if one["by_itself"]] == [own["auto"]["method"]]
    # Nine scenes and eight pieces can't be assigned one to one; where each can, it is told below.
    for one in own["corrections"]:
        spread = one["spread"]
        counts = np.zeros(8)
        counts[: len(set(one["found"]))] = list(Counter(one["found"]).values())
        assert spread["objective"] == pytest.approx(((counts - 9 / 8) ** 2).sum())
        assert spread["distinct"] == len(set(one["found"])) == 8 - spread["never"]
        right = [found == scene["track"] for found, scene in zip(one["found"], told["scenes"], strict=True)]
        assert one["right_piece"]["value"] == pytest.approx(np.mean(right))
        assert one["chance_piece"] == 1 / 8
    assert sorted(one["features"] for one in told["sets"]) == [
        ["chroma_stft"],
        ["chroma_stft", "mfcc"],
        ["mfcc"],
    ]
    objectives = [one["spread"]["objective"] for one in told["sets"]]
    assert objectives == sorted(objectives)
    picture = cv2.imread(str(tmp_path / "diversity.png"))
    assert picture is not None
    with (tmp_path / "diversity-pieces.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * 9
    assert [row["piece"] for row in rows[:9]] == own["corrections"][0]["found"]


def test_tables_are_printed_and_a_bundle_without_a_bank_is_named(data: Path, tmp_path: Path) -> None:
    model = write_bundle(tmp_path / "plain", features=("chroma_stft",))
    ran = study("--model", model, "--data", data, "--out", tmp_path, "--scenes", 4)
    assert ran.exit_code == 0, ran.stderr
    for words in ("best possible", "drawn at random", "right piece", "keeps no bank", "duel fight 1"):
        assert words in ran.stdout


def test_the_games_own_tracks_are_among_the_chosen_ones(data: Path, model: Path, tmp_path: Path) -> None:
    ran = study("--model", model, "--data", data, "--out", tmp_path, "--pieces", 7, "--json")
    told = json.loads(ran.stdout)
    assert told["tracks"] == 7
    assert told["models"][0]["corrections"][0]["spread"]["tracks"] == 7
    refused = study("--model", model, "--data", data, "--out", tmp_path, "--pieces", 3)
    assert refused.exit_code == 2
    assert "--pieces must be 6" in refused.stderr
    refused = study("--model", model, "--data", data, "--out", tmp_path, "--scenes", 40)
    assert refused.exit_code == 2
    assert "room for 9 scenes" in refused.stderr


def test_broken_music_is_named_and_skipped(model: Path, tmp_path: Path) -> None:
    data = write_data_folder(tmp_path / "data", {"duel": 1})
    (data / "music" / "other0.wav").write_bytes(b"no music")
    ran = study("--model", model, "--data", data, "--out", tmp_path, "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["tracks"] == 4
    assert "other0.wav" in told["broken_music"][0]


def test_scenes_without_known_tracks_are_refused(model: Path, tmp_path: Path) -> None:
    data = write_data_folder(tmp_path / "data", {"duel": 1})
    table = data / "clips" / "scenes.csv"
    table.write_text("".join(line.rsplit(",", 1)[0] + ",\n" for line in table.read_text().splitlines()[1:]))
    table.write_text("clip,game,start_s,end_s,scene,track\n" + table.read_text())
    ran = study("--model", model, "--data", data, "--out", tmp_path)
    assert ran.exit_code == 2
    assert "names no track" in ran.stderr


def test_hub_correction_spreads_shrunken_predictions_and_finds_more_right_tracks() -> None:
    random = np.random.default_rng(3)
    tracks = random.normal(size=(99, 12))

    def distances(to: np.ndarray) -> np.ndarray:
        shrunken = 0.4 * (to + random.normal(scale=0.6, size=to.shape))
        found: np.ndarray = np.linalg.norm(shrunken[:, None] - tracks[None], axis=2)
        return found

    windows = [
        LabelledWindow(
            LabelledScene("game", Path("clip"), 20.0 * i, 20.0 * i + 12, "fight", str(i), ""), 20.0 * i
        )
        for i in range(72)
    ]
    bank = distances(random.normal(size=(300, 12)))
    outcomes, auto = compare_corrections(
        distances(tracks[:72]), bank, windows, [str(number) for number in range(99)], {}
    )
    assert auto is not None
    plain, (own,) = outcomes[0], [one for one in outcomes if one.is_automatic]
    assert own.method == auto.method != "none"
    assert own.relevance.spread.objective < plain.relevance.spread.objective
    assert own.relevance.right_piece.value > plain.relevance.right_piece.value
    assert own.skew_among < plain.skew_among
    together = outcomes[-1]
    assert together.method == ASSIGNED
    assert together.relevance.spread.objective == pytest.approx(together.relevance.spread.best_objective)
    assert together.relevance.right_piece.value > plain.relevance.right_piece.value


def test_occurrences_by_hand() -> None:
    scores = np.array([[0.1, 0.2, 0.9], [0.3, 0.1, 0.2]])
    assert occurrences(scores).tolist() == [1, 1, 0]
    assert occurrences(scores, 2).tolist() == [1, 2, 1]


def test_random_draws_repeat_tracks_and_add_up_to_all_scenes() -> None:
    drawn = drawn_at_random(72, 99)
    assert drawn.sum() == pytest.approx(72)
    assert 3 < drawn[0] < 5
    assert (np.diff(drawn) <= 0).all()
