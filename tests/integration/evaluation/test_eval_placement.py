"""``scenescore-eval placement``: how often a track is placed where a game plays it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from making.bundle import write_bundle
from making.data_folder import write_data_folder
from scenescore_eval.cli.main import main


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data_folder(tmp_path_factory.mktemp("data") / "play", {"one": 1, "two": 1})


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("models") / "tiny")


def test_each_track_of_a_game_is_placed_in_its_clips(data: Path, bundle: Path) -> None:
    arguments = ("placement", "--data", str(data), "--bundle", str(bundle), "--json")
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)["placement"]
    assert [(one["game"], one["clips"], one["tracks"]) for one in figures] == [("one", 1, 3), ("two", 1, 3)]
    for one in figures:
        # A clip has three scenes of equal length, and a part for each.
        assert one["chance"] == pytest.approx(1 / 3)
        assert one["first_three"]["value"] == pytest.approx(1 / 3)
        assert round(3 * one["first"]["value"], 6) in {0, 1, 2, 3}


def test_a_game_can_be_chosen(data: Path, bundle: Path) -> None:
    arguments = ("placement", "--data", str(data), "--bundle", str(bundle), "--game", "two")
    ran = CliRunner().invoke(main, arguments)
    assert "| two (1, 3) |" in ran.stdout
    assert "| one" not in ran.stdout


def test_what_is_missing_is_named(tmp_path: Path, data: Path) -> None:
    assert CliRunner().invoke(main, ["placement", "--data", str(tmp_path / "none")]).exit_code == 4
    ran = CliRunner().invoke(main, ["placement", "--data", str(data), "--bundle", "none"])
    assert ran.exit_code == 4
