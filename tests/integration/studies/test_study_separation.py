"""``scenescore study separation`` on small real clips."""

import csv
import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from making.bundle import write_bundle
from scenescore.cli.main import main
from scenescore.studies.separation.separation import variation


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("models")
    chroma = write_bundle(folder / "chroma", features=("chroma_stft",))
    timbre = write_bundle(folder / "timbre", features=("mfcc",), seed=1)
    return ["--model", str(chroma), "--model", str(timbre)]


def study(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["study", "separation", *map(str, arguments)])


def test_each_game_gets_a_matrix_a_best_set_and_chance(
    labelled_play: Path, models: list[str], tmp_path: Path
) -> None:
    ran = study(*models, "--data", labelled_play, "--out", tmp_path / "out", "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    # One clip of the other game has room for three scenes.
    assert [game["game"] for game in told["games"]] == ["duel"]
    assert "room for 3" in told["left_out"]["quest"]
    (duel,) = told["games"]
    assert [scene["name"] for scene in duel["scenes"]] == [
        *("fight 1", "fight 2", "talk 1", "talk 2", "walk 1", "walk 2")
    ]
    assert sorted(one["features"] for one in duel["sets"]) == [
        ["chroma_stft"],
        ["chroma_stft", "mfcc"],
        ["mfcc"],
    ]
    winner = duel["winner"]
    assert winner["features"] == duel["sets"][0]["features"]
    assert winner["variation"]["value"] == max(one["variation"]["value"] for one in duel["sets"])
    assert winner["variation"]["value"] == pytest.approx(variation(np.array(winner["distances"])))
    assert (winner["chance_scene"], winner["chance_class"]) == pytest.approx((1.0, 2.0))
    assert winner["winner_p"] >= winner["variation_p"] > 0
    picture = cv2.imread(str(tmp_path / "out" / "separation.png"))
    assert picture is not None
    with (tmp_path / "out" / "separation-duel.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["predicted for"] for row in rows] == [scene["name"] for scene in duel["scenes"]]
    assert [[float(row[name["name"]]) for name in duel["scenes"]] for row in rows] == pytest.approx(
        np.array(winner["distances"]), abs=1e-4
    )


def test_a_game_asked_for_by_name_must_have_enough_scenes(
    labelled_play: Path, models: list[str], tmp_path: Path
) -> None:
    ran = study(*models, "--data", labelled_play, "--game", "quest", "--out", tmp_path)
    assert ran.exit_code == 2
    assert "quest has room for 3 scenes" in ran.stderr
    shown = study(*models, "--data", labelled_play, "--game", "quest", "--scenes", "3", "--out", tmp_path)
    assert shown.exit_code == 0, shown.stderr
    assert "inter-scene variation" in shown.stdout
    unknown = study(*models, "--data", labelled_play, "--game", "chess", "--out", tmp_path)
    assert unknown.exit_code == 4
    assert "duel, quest" in unknown.stderr


def test_a_broken_clip_is_named_and_replaced_by_others(
    labelled_play: Path, models: list[str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(labelled_play, data)
    broken = data / "clips" / "duel" / "1.mp4"
    broken.write_bytes(broken.read_bytes()[:3000])
    ran = study(*models, "--data", data, "--out", tmp_path, "--json")
    assert ran.exit_code == 0, ran.stderr
    (duel,) = json.loads(ran.stdout)["games"]
    assert [Path(one["file"]).name for one in duel["broken"]] == ["1.mp4"]
    assert {scene["clip"] for scene in duel["scenes"]} == {"0.mp4", "2.mp4"}
    (data / "clips" / "duel" / "2.mp4").write_bytes(b"no video")
    ran = study(*models, "--data", data, "--out", tmp_path)
    assert ran.exit_code == 2
    assert "room for 3 scenes" in ran.stderr
    assert "2.mp4" in ran.stderr


def test_a_label_beyond_its_clip_is_named(labelled_play: Path, models: list[str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(labelled_play, data)
    table = data / "clips" / "scenes.csv"
    table.write_text(table.read_text().replace("26,39,walk", "60,90,walk"))
    ran = study(*models, "--data", data, "--scenes", "3", "--out", tmp_path, "--game", "duel")
    assert ran.exit_code == 2
    assert "lasts 39" in ran.stderr
