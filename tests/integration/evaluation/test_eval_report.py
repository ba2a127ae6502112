"""``study report`` on a small folder of labelled play: real clips, real trainings, few epochs."""

import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from making.cluster import running_cluster
from making.data_folder import write_data_folder
from scenescore.cli.main import main
from scenescore.model.progress import TrainingStoppedError
from scenescore_eval.report.run import ReportProgress, run_report
from scenescore_eval.report.settings import QUICK

SETTINGS = replace(QUICK, epochs=2, draws=5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two games that show the same three kinds of scene, each with its own music."""
    folder = write_data_folder(
        tmp_path_factory.mktemp("report") / "data", {"duel": 2, "quest": 2}, stretch_s=25
    )
    (folder / "music" / "other0.wav").write_bytes(b"no sound at all")
    return folder


@pytest.fixture(scope="module")
def first(data: Path) -> tuple[Path, Result]:
    """The report's folder, and what the command said."""
    out = data.parent / "out"
    return out, report(data, out)


def report(data: Path, out: Path, *more: str) -> Result:
    arguments = ["study", "report", "--data", str(data), "--out", str(out), "--quick", "--epochs", "2"]
    return CliRunner().invoke(main, [*arguments, "--preset", "default", *more])


def made_at(out: Path) -> dict[str, int]:
    """Return when each bundle was written, by its folder's name."""
    return {one.parent.name: one.stat().st_mtime_ns for one in out.glob("bundles/*/bundle.json")}


def test_every_game_is_judged_beside_colours_and_chance(first: tuple[Path, Result]) -> None:
    out, ran = first
    assert ran.exit_code == 0, ran.output
    page = (out / "report.md").read_text()
    command = "scenescore study report --data DIR --quick --epochs 2"
    for words in (command, "| duel |", "| quest |", "chance", "## Live"):
        assert words in page
    assert "other0.wav" in page, "music that can't be read is named"
    assert (out / "report.html").read_text().count("<table>") >= 6
    assert (out / "report.png").read_bytes().startswith(b"\x89PNG")
    assert str(out / "report.html") in ran.output


def test_what_is_done_is_not_done_again(data: Path, first: tuple[Path, Result]) -> None:
    out, _ = first
    before = made_at(out)
    ran = report(data, out, "--json")
    assert ran.exit_code == 0, ran.output
    assert made_at(out) == before
    figures = json.loads(ran.stdout)["figures"]
    told = {(one["course"]["game"], one["course"]["source"], one["predictor"]): one for one in figures}
    assert set(told) == {
        (game, source, predictor)
        for game in ("duel", "quest")
        for source, predictors in {
            "own": ("default", "colours"),
            "similar": ("default", "colours", "told the scene"),
        }.items()
        for predictor in predictors
    }
    # Three kinds of scene, two clips; a stretch of 25 s has three windows, its later half of 12.5 s one.
    assert [told["duel", source, "default"]["windows"] for source in ("own", "similar")] == [6, 18]
    # Colours tell the kinds of scene apart perfectly here, and each has its piece.
    own = told["duel", "own", "colours"]
    assert own["piece"]["value"] > own["chance_piece"]
    assert told["duel", "similar", "colours"]["cued"]["one"]["value"] == 1.0
    assert told["duel", "similar", "colours"]["cued_without"]["one"] == 0.0
    assert told["duel", "own", "default"]["chance_piece"] == pytest.approx(1 / 7)


def test_the_whole_play_is_shown_to_sessions_once(data: Path, first: tuple[Path, Result]) -> None:
    out, _ = first
    kept = {one: one.stat().st_mtime_ns for one in out.glob("cases/*-played-*.json")}
    # Each game learnt from itself and from the other, with one seed.
    assert len(kept) == 4
    ran = report(data, out, "--json")
    assert {one: one.stat().st_mtime_ns for one in out.glob("cases/*-played-*.json")} == kept
    live = {
        (one["course"]["game"], one["course"]["source"]): one["live"]
        for one in json.loads(ran.stdout)["figures"]
        if one["predictor"] == "default"
    }
    for source, minutes in (("own", 6 * 12.5 / 60), ("similar", 6 * 25 / 60)):
        for session in ("forgets", "remembers"):
            told = live["duel", source][session]
            assert told["minutes"] == pytest.approx(minutes)
            # An answer a second, all of them in stretches whose music is known.
            assert told["piece"]["cases"] == pytest.approx(minutes * 60, abs=1)
            assert (told["own_pieces"], told["own_six"]) == (3, 3)
            assert told["own_changes"] == pytest.approx(5 / minutes)
            assert told["changes"] > 0
    # Three colours, three pieces: what a session knows of the game itself it finds again, two seconds late.
    assert live["duel", "own"]["remembers"]["agreement"] > 0.2


def test_on_a_cluster_the_figures_are_the_same(
    data: Path, first: tuple[Path, Result], tmp_path: Path
) -> None:
    with running_cluster(tmp_path) as cluster:
        ran = report(data, tmp_path / "out", "--game", "duel", "--json", "--scheduler", cluster.address)
    assert ran.exit_code == 0, ran.output
    for one in tmp_path.glob("out/kept/*/*.npy"):
        here = first[0] / one.relative_to(tmp_path / "out")
        assert one.read_bytes() == here.read_bytes(), one.name
    assert len(list(tmp_path.glob("out/kept/*/*.npy"))) >= 3
    refused = report(data, tmp_path / "out", "--scheduler", "nonsense")
    assert refused.exit_code != 0
    assert "nonsense" in refused.stderr


def test_a_stopped_report_goes_on(data: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_in_the_second(told: ReportProgress) -> None:
        if told.done == 1:
            stop.set()

    with pytest.raises(TrainingStoppedError):
        run_report(data, tmp_path, SETTINGS, presets=["paper"], progress=stop_in_the_second, stop=stop)
    before = made_at(tmp_path)
    assert len(before) == 1
    results = run_report(data, tmp_path, SETTINGS, presets=["paper"], games=["duel"])
    assert [one.problem for one in results.cases] == ["", ""]
    assert made_at(tmp_path).items() > before.items()


def test_a_game_that_cannot_be_learnt_from_is_told_of_and_the_others_go_in(
    data: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    # What is left of this game is too short for a training of its own.
    table = folder / "clips" / "scenes.csv"
    rows = table.read_text().splitlines()
    kept = [row for row in rows if "quest" not in row] + [row for row in rows if "1.mp4,quest" in row][:1]
    table.write_text("\n".join(kept) + "\n")
    results = run_report(folder, tmp_path / "out", SETTINGS, presets=["default"], games=["quest"])
    problems = {one.case.course.source: one.problem for one in results.cases}
    assert problems["similar"] == ""
    assert "segment" in problems["own"]


def test_a_clip_that_cannot_be_read_is_named_and_the_others_go_in(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    whole = folder / "clips" / "quest" / "0.mp4"
    whole.write_bytes(whole.read_bytes()[:20_000])
    out = tmp_path / "out"
    ran = report(folder, out, "--json", "--game", "quest")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)["figures"]
    # One clip of two is left, with three stretches of three windows.
    assert [one["windows"] for one in told if one["course"]["source"] == "similar"] == [9, 9, 9]
    page = (out / "report.md").read_text()
    assert "| left out |" in page
    assert str(whole) in page
    whole.with_name("1.mp4").write_bytes(b"no video")
    refused = report(folder, tmp_path / "other", "--game", "quest")
    assert refused.exit_code != 0
    assert "no clip of 'quest' can be read" in refused.stderr


def test_an_unknown_game_is_named_with_those_there_are(data: Path, tmp_path: Path) -> None:
    ran = report(data, tmp_path, "--game", "chess")
    assert ran.exit_code != 0
    assert "no game 'chess': it has duel, quest" in ran.stderr
