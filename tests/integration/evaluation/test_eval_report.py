"""``scenescore-eval report`` on a small folder of labelled play: real clips, real trainings, few epochs."""

import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from making.data_folder import write_data_folder
from making.machine.cluster import running_cluster
from scenescore.model.progress import TrainingStoppedError
from scenescore_eval.cli.main import main
from scenescore_eval.report.progress import ReportProgress
from scenescore_eval.report.run import run_report
from scenescore_eval.report.settings import QUICK

SETTINGS = replace(QUICK, epochs=2, draws=5)

pytestmark = pytest.mark.timeout(900)  # trainings take minutes on a busy machine


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two games with the same three kinds of scene, each with its own music."""
    folder = write_data_folder(
        tmp_path_factory.mktemp("report") / "data", {"duel": 2, "quest": 2}, scene_s=25
    )
    (folder / "music" / "other0.wav").write_bytes(b"no sound at all")
    return folder


@pytest.fixture(scope="module")
def first(data: Path) -> tuple[Path, Result]:
    """Return the folder of a report on the first game, and the command's result."""
    out = data.parent / "out"
    return out, report(data, out)


def report(data: Path, out: Path, *more: str) -> Result:
    """Run a short report of the preset `default` on the first game, which learns from the second one, too."""
    arguments = ["report", "--data", str(data), "--out", str(out), "--quick", "--epochs", "2"]
    return CliRunner().invoke(main, [*arguments, "--game", "duel", "--preset", "default", *more])


def bundle_times(out: Path) -> dict[str, int]:
    """Return the modification time of each bundle by its folder's name."""
    return {one.parent.name: one.stat().st_mtime_ns for one in out.glob("bundles/*/bundle.json")}


def test_a_game_is_tested_beside_colours_and_chance(first: tuple[Path, Result]) -> None:
    out, ran = first
    assert ran.exit_code == 0, ran.output
    page = (out / "report.md").read_text()
    command = "scenescore-eval report --data DIR --quick --epochs 2 --game duel --preset default"
    for text in (command, "| duel |", "| quest |", "chance", "## Goals", "## Live"):
        assert text in page
    assert "other0.wav" in page, "music that can't be read is named"
    assert (out / "report.html").read_text().count("<table>") >= 6
    assert (out / "report.png").read_bytes().startswith(b"\x89PNG")
    assert str(out / "report.html") in ran.output


def test_a_second_run_trains_nothing_again(data: Path, first: tuple[Path, Result]) -> None:
    out, _ = first
    before = bundle_times(out)
    ran = report(data, out, "--json")
    assert ran.exit_code == 0, ran.output
    assert bundle_times(out) == before
    figures = json.loads(ran.stdout)["figures"]
    found = {(one["task"]["game"], one["task"]["source"], one["predictor"]): one for one in figures}
    assert set(found) == {
        ("duel", source, predictor)
        for source, predictors in {
            "own": ("default", "colours"),
            "similar": ("default", "colours", "told the scene"),
        }.items()
        for predictor in predictors
    }
    # Three kinds of scene in two clips. A stretch of 25 s has three windows, its later half of 12.5 s one.
    assert [found["duel", source, "default"]["windows"] for source in ("own", "similar")] == [6, 18]
    # Here, colours tell the kinds of scene apart perfectly, and each kind has its own piece.
    own = found["duel", "own", "colours"]
    assert own["piece"]["value"] > own["chance_piece"]
    assert found["duel", "similar", "colours"]["cued"]["one"]["value"] == 1.0
    assert found["duel", "similar", "colours"]["cued_without"]["one"] == 0.0
    assert found["duel", "own", "default"]["chance_piece"] == pytest.approx(1 / 7)


def test_the_game_is_replayed_to_sessions_once(data: Path, first: tuple[Path, Result]) -> None:
    out, _ = first
    replays = {one: one.stat().st_mtime_ns for one in out.glob("cases/*-replayed-*.json")}
    # The game is learnt from itself and from the other one, with one seed.
    assert len(replays) == 2
    ran = report(data, out, "--json")
    assert {one: one.stat().st_mtime_ns for one in out.glob("cases/*-replayed-*.json")} == replays
    live = {
        (one["task"]["game"], one["task"]["source"]): one["live"]
        for one in json.loads(ran.stdout)["figures"]
        if one["predictor"] == "default"
    }
    for source, minutes in (("own", 6 * 12.5 / 60), ("similar", 6 * 25 / 60)):
        for session in ("forgets", "remembers"):
            found = live["duel", source][session]
            assert found["minutes"] == pytest.approx(minutes)
            # There is an answer a second, always in a stretch whose music is known.
            assert found["piece"]["cases"] == pytest.approx(minutes * 60, abs=1)
            assert (found["own_pieces"], found["own_six"]) == (3, 3)
            assert found["own_changes"] == pytest.approx(5 / minutes)
    # A session recognises the three colours of the game that it has learnt, some seconds after each change.
    assert live["duel", "own"]["remembers"]["agreement"] > 0.2


def test_on_a_cluster_the_features_are_the_same(
    data: Path, first: tuple[Path, Result], tmp_path: Path
) -> None:
    out, copy = first[0], tmp_path / "out"
    for folder in ("bundles", "cases"):
        shutil.copytree(out / folder, copy / folder)
    with running_cluster(tmp_path) as cluster:
        ran = report(data, copy, "--json", "--scheduler", cluster.address)
    assert ran.exit_code == 0, ran.output
    computed = list(copy.glob("cache/*/*.npy"))
    assert len(computed) >= 3
    for one in computed:
        assert one.read_bytes() == (out / one.relative_to(copy)).read_bytes(), one.name
    refused = report(data, copy, "--scheduler", "nonsense")
    assert refused.exit_code != 0
    assert "nonsense" in refused.stderr


def test_a_stopped_report_continues(data: Path, first: tuple[Path, Result], tmp_path: Path) -> None:
    # One of two trainings is left to do.
    out = tmp_path / "out"
    shutil.copytree(first[0], out, ignore=shutil.ignore_patterns("duel-own-*"))
    before = bundle_times(out)
    assert len(before) == 1
    stop = threading.Event()

    def stop_in_training(step: ReportProgress) -> None:
        if "training" in step.activity:
            stop.set()

    with pytest.raises(TrainingStoppedError):
        run_report(data, out, SETTINGS, presets=["default"], progress=stop_in_training, stop=stop)
    assert bundle_times(out) == before
    results = run_report(data, out, SETTINGS, presets=["default"], games=["duel"])
    assert [one.problem for one in results.cases] == ["", ""]
    assert bundle_times(out).items() > before.items()


def test_unusable_clips_are_named_and_the_others_are_tested(data: Path, tmp_path: Path) -> None:
    folder, out = Path(shutil.copytree(data, tmp_path / "data")), tmp_path / "out"
    broken = folder / "clips" / "duel" / "0.mp4"
    broken.write_bytes(broken.read_bytes()[:20_000])
    # Of the other clip, one stretch is left, which is too short for a training of its own.
    table = folder / "clips" / "scenes.csv"
    rows = table.read_text().splitlines()
    of_other_clip = [row for row in rows if "1.mp4,duel" in row]
    table.write_text("\n".join(row for row in rows if row not in of_other_clip[1:]) + "\n")
    ran = report(folder, out, "--json")
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)["figures"]
    assert [one["windows"] for one in figures if one["task"]["source"] == "similar"] == [3, 3, 3]
    assert {one["predictor"] for one in figures if one["task"]["source"] == "own"} == {"colours"}
    page = (out / "report.md").read_text()
    assert "| left out |" in page
    assert str(broken) in page
    untrained = next(row for row in page.splitlines() if "| 0 of 1 |" in row)
    assert "segment" in untrained


def test_a_game_without_a_readable_clip_is_refused(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    for clip in (folder / "clips" / "duel").iterdir():
        clip.write_bytes(b"no video")
    refused = report(folder, tmp_path / "out")
    assert refused.exit_code != 0
    assert "no clip of 'duel' can be read" in refused.stderr


def test_an_unknown_game_is_refused_with_a_list_of_games(data: Path, tmp_path: Path) -> None:
    ran = report(data, tmp_path, "--game", "chess")
    assert ran.exit_code != 0
    assert "no game 'chess': it has duel, quest" in ran.stderr
