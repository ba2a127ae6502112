"""The commands beside ``serve``: match, watch and doctor."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.daemon import running_daemon
from making.display import Canvas, xvfb_display
from making.sound import chords, write_sound
from making.video import plain, write_video
from scenescore.frames.video import read_frames
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle
from scenescore.model.predict import Predictor

BLUE = (20, 20, 220)


def scenescore(home: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *arguments],
        env={**os.environ, "SCENESCORE_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "clip.mp4", [plain(BLUE)] * 130)


def test_match_names_the_tracks_with_the_distances_of_a_plain_loop(tiny_home: Path, clip: Path) -> None:
    import ot

    ran = scenescore(tiny_home, "match", str(clip), "--bundle", "tiny", "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["steps"], found["steps_filled"], found["model"]) == (24, 24, "models/tiny")
    assert found["window_end_s"] == pytest.approx(13, abs=0.1)
    assert found["window_end_s"] - found["window_start_s"] == pytest.approx(12, abs=0.01)
    assert found["answer_ms"] > 0
    bundle = load_bundle(tiny_home / "models" / "tiny")
    predictor = Predictor(bundle)
    frames = [
        frame for _, frame in read_frames(clip, frames_per_second=2, start_s=found["window_end_s"] - 11.501)
    ]
    query = predictor.predict(predictor.embed(np.stack(frames)))
    with Library(tiny_home / "library") as library:
        ids, features = library.matrix(list(bundle.feature_keys().values()))
        scaled = bundle.scale(features)
    loop = {}
    for track_id, values in zip(ids, scaled, strict=True):
        cost = np.linalg.norm(query[:, None].astype(np.float64) - values[None].astype(np.float64), axis=2)
        loop[f"tracks/{track_id}"] = ot.emd2([], [], cost)
    assert [match["rank"] for match in found["matches"]] == [1, 2, 3, 4, 5]
    for match in found["matches"]:
        assert match["distance"] == pytest.approx(loop[match["track"]], rel=1e-6)
        assert match["score"] == match["distance"]
        assert match["title"]
        assert Path(match["file"]).is_file()


def test_match_takes_a_part_of_the_clip(tiny_home: Path, clip: Path) -> None:
    part = ("--start-s", "2", "--end-s", "6.5", "--top", "2")
    found = json.loads(scenescore(tiny_home, "match", str(clip), "--bundle", "tiny", *part, "--json").stdout)
    assert (found["window_start_s"], found["steps_filled"]) == (2.0, 9)
    assert found["window_end_s"] == pytest.approx(6.5, abs=0.01)
    assert len(found["matches"]) == 2


def test_match_without_json_is_for_people(tiny_home: Path, clip: Path) -> None:
    ran = scenescore(tiny_home, "match", str(clip), "--bundle", "tiny", "--end-s", "5", "--top", "6")
    assert ran.returncode == 0
    assert "battle" in ran.stdout
    assert "10 of 24 steps" in ran.stdout


@pytest.mark.parametrize("kind", ["text", "sound", "missing", "part"])
def test_match_says_what_is_wrong_with_a_clip(tiny_home: Path, clip: Path, tmp_path: Path, kind: str) -> None:
    text, sound = tmp_path / "text.mp4", tmp_path / "sound.wav"
    text.write_text("this is only text")
    write_sound(sound, chords(2), rate=22_050)
    arguments, code = {
        "text": ([str(text)], 3),
        "sound": ([str(sound)], 3),
        "missing": ([str(tmp_path / "missing.mp4")], 4),
        "part": ([str(clip), "--start-s", "100"], 2),
    }[kind]
    ran = scenescore(tiny_home, "match", *arguments, "--bundle", "tiny", "--json")
    assert ran.returncode == code
    assert Path(arguments[0]).name in ran.stderr
    assert Path(arguments[0]).name in json.loads(ran.stdout)["error"]["message"]


def test_match_with_an_empty_library_says_how_to_fill_it(tiny_home: Path, clip: Path, tmp_path: Path) -> None:
    ran = scenescore(tiny_home, "match", str(clip), "--bundle", "tiny", "--library", str(tmp_path / "empty"))
    assert ran.returncode == 4
    assert "scenescore library add" in ran.stderr


def test_match_with_a_bundle_that_the_library_was_not_made_for_says_so(
    tiny_home: Path, clip: Path, tmp_path: Path
) -> None:
    other = write_bundle(tmp_path / "other", features=("mfcc_delta2",))
    ran = scenescore(tiny_home, "match", str(clip), "--bundle", str(other))
    assert ran.returncode == 4
    assert "models/other" in ran.stderr


def test_watch_sees_a_region_of_the_screen_with_a_daemon_of_its_own(tiny_home: Path) -> None:
    with xvfb_display(320, 240) as display, Canvas(display) as canvas:
        canvas.fill(BLUE, 0, 0, 320, 240)
        arguments = ("--region", "10,10,200,200", "--bundle", "tiny", "--seconds", "2", "--json")
        ran = scenescore(tiny_home, "watch", *arguments, DISPLAY=display)
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [round(answer["time_s"]) for answer in answers] == [0, 1, 2]
    assert len(answers[-1]["matches"]) == 3
    assert answers[0]["model"] == "models/tiny"
    assert answers[0]["answer_ms"] > 0


def test_watch_uses_the_daemon_that_runs(tiny_home: Path, tmp_path: Path) -> None:
    ready = tiny_home / "run" / "daemon.json"
    with (
        xvfb_display(320, 240) as display,
        running_daemon(tiny_home, tmp_path, "--bundle", "tiny", environment={"DISPLAY": display}) as daemon,
    ):
        ready.write_text(json.dumps(daemon.ready))
        try:
            ran = scenescore(tiny_home, "watch", "--seconds", "1", "--json", DISPLAY="")
        finally:
            ready.unlink()
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) >= 1


def test_watch_without_a_display_says_why(tiny_home: Path) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "XDG_SESSION_TYPE": ""}
    ran = scenescore(tiny_home, "watch", "--bundle", "tiny", "--seconds", "1", **nothing)
    assert ran.returncode == 6
    assert "DISPLAY" in ran.stderr


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", ""])
def test_watch_refuses_what_is_no_region(tiny_home: Path, region: str) -> None:
    ran = scenescore(tiny_home, "watch", "--region", region)
    assert ran.returncode == 2
    assert "0,0,1280,720" in ran.stderr


def test_doctor_tells_what_is_here(tiny_home: Path) -> None:
    ran = scenescore(tiny_home, "doctor", "--json")
    assert ran.returncode == 0, ran.stdout
    found = json.loads(ran.stdout)
    assert found["healthy"]
    by_subject = {finding["about"]: finding for finding in found["findings"]}
    assert "tiny" in by_subject["bundles"]["text"]
    assert by_subject["library"]["text"].startswith("6 tracks")
    assert by_subject["daemon"]["state"] == "note"


def test_doctor_names_a_broken_bundle_and_ends_with_1(tmp_path: Path) -> None:
    (write_bundle(tmp_path / "models" / "broken") / "embed.onnx").write_bytes(b"changed")
    ran = scenescore(tmp_path, "doctor")
    assert ran.returncode == 1
    assert "embed.onnx" in ran.stdout
