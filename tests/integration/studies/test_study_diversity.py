"""``scenescore study diversity`` on small real clips."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from making.bundle import write_bundle
from scenescore.cli.main import main

METHODS = ["none", "inverted_softmax", "csls", "mutual_proximity"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bank = np.random.default_rng(0).normal(size=(20, 24, 32)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "two"
    return write_bundle(folder, features=("chroma_stft", "mfcc"), bank=0.1 * bank)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    # All tests share it, so that the music is imported once.
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path_factory.getbasetemp() / "home"))


def study(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["study", "diversity", *map(str, arguments)])


def test_each_correction_has_diversity_and_relevance(
    labelled_play: Path, model: Path, tmp_path: Path
) -> None:
    ran = study("--model", model, "--data", labelled_play, "--features-up-to", 2, "--out", tmp_path, "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    # Six of one game, and the three that the other has room for.
    assert Counter(scene["game"] for scene in told["scenes"]) == {"duel": 6, "quest": 3}
    assert told["tracks"] == 8
    # Each game plays one track for each kind of scene, so the right tracks aren't the most diverse ones.
    assert told["own_music"]["distinct"] == 6
    assert told["own_music"]["objective"] > told["own_music"]["best_objective"]
    (own,) = told["models"]
    assert [one["method"] for one in own["corrections"]] == METHODS
    assert [one["method"] for one in own["corrections"] if one["by_itself"]] == [own["auto"]["method"]]
    # Nine scenes can't be assigned one to one to eight tracks. The unit tests cover the assignment.
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


def test_tables_are_printed_and_a_bundle_without_a_bank_is_named(labelled_play: Path, tmp_path: Path) -> None:
    model = write_bundle(tmp_path / "plain", features=("chroma_stft",))
    ran = study("--model", model, "--data", labelled_play, "--out", tmp_path, "--scenes", 4)
    assert ran.exit_code == 0, ran.stderr
    for words in ("best possible", "drawn at random", "right piece", "keeps no bank", "duel fight 1"):
        assert words in ran.stdout


def test_the_games_own_tracks_are_among_the_chosen_ones(
    labelled_play: Path, model: Path, tmp_path: Path
) -> None:
    ran = study("--model", model, "--data", labelled_play, "--out", tmp_path, "--pieces", 7, "--json")
    told = json.loads(ran.stdout)
    assert told["tracks"] == 7
    assert told["models"][0]["corrections"][0]["spread"]["tracks"] == 7
    refused = study("--model", model, "--data", labelled_play, "--out", tmp_path, "--pieces", 3)
    assert refused.exit_code == 2
    assert "--pieces must be 6" in refused.stderr
    refused = study("--model", model, "--data", labelled_play, "--out", tmp_path, "--scenes", 40)
    assert refused.exit_code == 2
    assert "room for 12 scenes" in refused.stderr


def test_broken_music_is_named_and_skipped(labelled_play: Path, model: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(labelled_play, data)
    (data / "music" / "other0.wav").write_bytes(b"no music")
    ran = study("--model", model, "--data", data, "--out", tmp_path, "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["tracks"] == 7
    assert "other0.wav" in told["broken_music"][0]


def test_scenes_without_known_tracks_are_refused(labelled_play: Path, model: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(labelled_play, data)
    table = data / "clips" / "scenes.csv"
    table.write_text("".join(line.rsplit(",", 1)[0] + ",\n" for line in table.read_text().splitlines()[1:]))
    table.write_text("clip,game,start_s,end_s,scene,track\n" + table.read_text())
    ran = study("--model", model, "--data", data, "--out", tmp_path)
    assert ran.exit_code == 2
    assert "names no track" in ran.stderr
