"""The commands match, watch and doctor, without a running daemon."""

import json
import time
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.command import run_command, run_process
from making.sound import chords, write_sound
from making.video import plain, write_video
from scenescore.frames.video import read_frames
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle
from scenescore.model.predict import Predictor

BLUE = (20, 20, 220)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "clip.mp4", [plain(BLUE)] * 130)


def test_match_has_the_distances_of_a_plain_loop_over_all_tracks(tiny_home: Path, clip: Path) -> None:
    import ot

    began_s = time.monotonic()
    ran = run_process(tiny_home, "match", str(clip), "--bundle", "tiny", "--json")
    took_ms = (time.monotonic() - began_s) * 1000
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["steps"], found["steps_filled"], found["model"]) == (24, 24, "models/tiny")
    assert found["window_end_s"] == pytest.approx(13, abs=0.1)
    assert found["window_end_s"] - found["window_start_s"] == pytest.approx(12, abs=0.01)
    assert 0 < found["answer_ms"] < took_ms
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
    found = json.loads(run_command(tiny_home, "match", str(clip), "--bundle", "tiny", *part, "--json").stdout)
    assert (found["window_start_s"], found["steps_filled"]) == (2.0, 9)
    assert found["window_end_s"] == pytest.approx(6.5, abs=0.01)
    assert len(found["matches"]) == 2


def test_match_prints_a_table_for_people(tiny_home: Path, clip: Path) -> None:
    ran = run_command(tiny_home, "match", str(clip), "--bundle", "tiny", "--end-s", "5", "--top", "6")
    assert ran.exit_code == 0
    assert "battle" in ran.stdout
    assert "10 of 24 steps" in ran.stderr


@pytest.mark.parametrize("kind", ["text", "sound", "missing", "part"])
def test_match_reports_an_unusable_clip(tiny_home: Path, clip: Path, tmp_path: Path, kind: str) -> None:
    text, sound = tmp_path / "text.mp4", tmp_path / "sound.wav"
    text.write_text("this is only text")
    write_sound(sound, chords(2), rate=22_050)
    arguments, code = {
        "text": ([str(text)], 3),
        "sound": ([str(sound)], 3),
        "missing": ([str(tmp_path / "missing.mp4")], 4),
        "part": ([str(clip), "--start-s", "100"], 2),
    }[kind]
    ran = run_command(tiny_home, "match", *arguments, "--bundle", "tiny", "--json")
    assert ran.exit_code == code
    assert Path(arguments[0]).name in ran.stderr
    assert Path(arguments[0]).name in json.loads(ran.stdout)["error"]["message"]


def test_match_with_an_empty_library_says_how_to_fill_it(tiny_home: Path, clip: Path, tmp_path: Path) -> None:
    ran = run_command(tiny_home, "match", str(clip), "--bundle", "tiny", "--library", str(tmp_path / "empty"))
    assert ran.exit_code == 4
    assert "scenescore library add" in ran.stderr


def test_match_reports_that_the_library_lacks_the_features_of_a_bundle(
    tiny_home: Path, clip: Path, tmp_path: Path
) -> None:
    other = write_bundle(tmp_path / "other", features=("mfcc_delta2",))
    ran = run_command(tiny_home, "match", str(clip), "--bundle", str(other))
    assert ran.exit_code == 4
    assert "models/other" in ran.stderr


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", ""])
def test_watch_refuses_an_invalid_region(tiny_home: Path, region: str) -> None:
    ran = run_command(tiny_home, "watch", "--region", region)
    assert ran.exit_code == 2
    assert "0,0,1280,720" in ran.stderr


def test_doctor_describes_the_installation(tiny_home: Path) -> None:
    ran = run_command(tiny_home, "doctor", "--json")
    assert ran.exit_code == 0, ran.stdout
    found = json.loads(ran.stdout)
    assert found["healthy"]
    by_subject = {finding["about"]: finding for finding in found["findings"]}
    assert "tiny" in by_subject["bundles"]["text"]
    assert by_subject["library"]["text"].startswith("6 tracks")
    assert by_subject["daemon"]["state"] == "note"


def test_doctor_reports_a_broken_bundle_and_ends_with_code_1(tmp_path: Path) -> None:
    (write_bundle(tmp_path / "models" / "broken") / "embed.onnx").write_bytes(b"changed")
    ran = run_command(tmp_path, "doctor")
    assert ran.exit_code == 1
    assert "embed.onnx" in ran.stdout
