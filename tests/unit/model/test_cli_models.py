"""``scenescore models`` and the options of ``scenescore train``."""

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from making.bundle import write_bundle
from scenescore.cli.main import main
from scenescore.cli.model.train import find_videos
from scenescore.errors import InvalidInputError, NotFoundError, UnavailableError
from scenescore.install import extra_advice
from scenescore.model import plan
from scenescore.model.plan import make_plan, require_training_extra


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path))
    write_bundle(tmp_path / "models" / "tiny", game="Tiny Quest")
    return tmp_path


def test_list_names_good_and_broken_bundles(home: Path) -> None:
    write_bundle(home / "models" / "bad")
    (home / "models" / "bad" / "mean.npy").write_bytes(b"x")
    listed = json.loads(CliRunner().invoke(main, ["models", "list", "--json"]).stdout)
    assert "Tiny Quest" in [one["game"] for one in listed["models"]]
    [broken] = listed["broken"]
    assert broken["path"] == str(home / "models" / "bad")
    assert "mean.npy" in broken["reason"]
    shown = CliRunner().invoke(main, ["models", "list"])
    assert "Tiny Quest" in shown.stdout
    assert "mean.npy" in shown.stderr


def test_show_takes_a_name_or_a_folder(home: Path) -> None:
    for model in ("tiny", str(home / "models" / "tiny")):
        shown = json.loads(CliRunner().invoke(main, ["models", "show", model, "--json"]).stdout)
        assert (shown["name"], shown["features"], shown["dimensions"]) == ("tiny", ["chroma_stft"], 12)
    assert "Tiny Quest" in CliRunner().invoke(main, ["models", "show", "tiny"]).stdout


def test_an_unknown_bundle_is_reported_with_those_installed(home: Path) -> None:
    result = CliRunner().invoke(main, ["models", "show", "nosuch"])
    assert result.exit_code == 4
    assert "nosuch" in result.stderr
    assert "tiny" in result.stderr


def test_folders_are_searched_for_videos_and_files_are_kept(tmp_path: Path) -> None:
    inside = tmp_path / "play" / "more"
    inside.mkdir(parents=True)
    for name in ("b.mp4", "a.WEBM", "cover.png"):
        (inside / name).touch()
    named = tmp_path / "recording.bin"
    assert find_videos([named, tmp_path / "play"]) == [named, inside / "a.WEBM", inside / "b.mp4"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFoundError, match="no video in this folder"):
        find_videos([tmp_path / "empty"])


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("game", "  ", "1 to 200"),
        ("steps", 1, "steps can be 2 to 240, not 1"),
        ("epochs", 0, "epochs can be 1 to 10000, not 0"),
        ("segments", 1, "segments can be 2 to 2000"),
        ("seed", -1, "seed can be 0 to"),
        ("features", "mp3", "no feature 'mp3'"),
        ("preset", "best", "no preset 'best'"),
    ],
)
def test_options_out_of_range_are_refused(tmp_path: Path, option: str, value: object, problem: str) -> None:
    usual = {
        "game": "A game",
        "out_dir": tmp_path / "new",
        "preset": "default",
        "features": None,
        "steps": 24,
        "epochs": None,
        "segments": None,
        "seed": 0,
    }
    with pytest.raises(InvalidInputError, match=problem):
        make_plan(**{**usual, option: value})  # type: ignore[arg-type]


def test_missing_training_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "tensorflow" else object())
    monkeypatch.setattr(plan, "NEWEST_TENSORFLOW_PYTHON", sys.version_info[:2])
    with pytest.raises(UnavailableError, match=f"tensorflow.*{re.escape(extra_advice('train'))}"):
        require_training_extra()


def test_a_python_without_tensorflow_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "tensorflow" else object())
    monkeypatch.setattr(plan, "NEWEST_TENSORFLOW_PYTHON", (3, 10))
    result = CliRunner().invoke(main, ["train", "--game", "A game", "play.mp4"])
    assert result.exit_code == UnavailableError.exit_code
    assert "TensorFlow has no release for Python 3." in result.stderr
    assert "train with Python 3.10 or older" in result.stderr
    assert "uv tool install --python 3.10" in result.stderr


@pytest.mark.ml
def test_a_training_without_one_readable_video_fails_by_its_name(tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("not a video")
    out = tmp_path / "new"
    result = CliRunner().invoke(main, ["train", "--game", "A game", str(text), "--out", str(out)])
    assert result.exit_code == 3
    assert "notes.mp4" in result.stderr
    from scenescore.model.train import train

    with pytest.raises(NotFoundError, match=r"gone\.mp4"):
        train([tmp_path / "gone.mp4"], game="A game", out_dir=out)
    assert not out.exists()
