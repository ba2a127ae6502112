"""From answers to stretches, and from the log of a session to a timeline."""

import json
from pathlib import Path
from typing import Any

import pytest

from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.timeline.rows import as_csv, as_json
from scenescore.timeline.session_log import KEPT_LOGS, SessionLog, new_log_file, timeline_of_log
from scenescore.timeline.stretch import Candidate, TimelineAnswer
from scenescore.timeline.stretches import stretches_of


def timed(time_s: float, steady: str, scene: int = 0, *, changed_s: float | None = None) -> TimelineAnswer:
    ranked = [Candidate(name, name.title(), "", "", "", 0.0, 0.5, 0.5, 0.5) for name in (steady or "a", "z")]
    start_s = time_s if changed_s is None else changed_s
    return TimelineAnswer(time_s, steady, tuple(ranked), changed_s is not None, start_s, scene)


def test_a_track_that_settles_late_plays_from_the_turn_of_its_scene_on() -> None:
    answers = [timed(float(time), "a", 1) for time in range(10)]
    answers += [
        timed(10.0, "a", changed_s=9.5),
        timed(11.0, "a"),
        timed(12.0, "b", 2),
        timed(13.0, "b", 2),
    ]
    stretches = stretches_of(answers, 0.0, 14.0)
    assert [(one.start_s, one.end_s, one.scene) for one in stretches] == [(0.0, 9.5, 1), (9.5, 14.0, 2)]
    assert [one.track.title for one in stretches if one.track] == ["A", "B"]
    assert [one.runners_up[0].title for one in stretches] == ["Z", "Z"]


def test_a_scene_that_comes_back_has_its_number() -> None:
    answers = [timed(0.0, "a", 1), timed(20.0, "b", 2), timed(40.0, "a", 1)]
    assert [one.scene for one in stretches_of(answers, 0.0, 60.0)] == [1, 2, 1]


def test_an_early_guess_gives_way_to_the_track_that_the_scene_settles_on() -> None:
    answers = [timed(0.0, ""), timed(2.0, "a", 1), timed(5.0, "b", 1), timed(20.0, "b", 1)]
    (only,) = stretches_of(answers, 0.0, 21.0)
    assert only.track is not None
    assert only.track.title == "B"


def test_a_clip_that_is_too_short_to_settle_has_its_best_track() -> None:
    (only,) = stretches_of([timed(0.0, "")], 0.0, 0.5)
    assert only.track is not None
    assert only.track.title == "A"


def test_without_music_there_is_one_stretch_without_a_track() -> None:
    (only,) = stretches_of([TimelineAnswer(0.0, "", (), False, 0.0)], 0.0, 3.0)
    assert only.track is None
    assert (only.start_s, only.end_s) == (0.0, 3.0)


def answer(time_s: float, steady: str) -> dict[str, Any]:
    reason = {"kind": "cue", "weight": 1.0, "words": "Your cue."}
    ranked = {
        "track": f"tracks/{steady}",
        "title": steady.title(),
        "artist": "",
        "license": "",
        "file": "a.ogg",
    }
    return {
        "time_s": time_s,
        "model": "models/tiny",
        "steady_track": f"tracks/{steady}",
        "scene_changed": False,
        "scene_steps": 1,
        "steps": 24,
        "matches": [ranked | {"distance": 0.5, "score": 0.4, "fit": 0.7, "reasons": [reason]}],
    }


def test_the_log_of_a_session_is_read_as_a_timeline(tmp_path: Path) -> None:
    with SessionLog(tmp_path / "sessions" / "one.jsonl") as log:
        for time_s in range(20):
            log.add(answer(float(time_s), "a" if time_s < 10 else "b"))
    # The process was killed in the middle of a line.
    log.file.write_text(log.file.read_text(encoding="utf-8") + '{"time_s": 2', encoding="utf-8")
    timeline = timeline_of_log(log.file)
    described = as_json(timeline)
    assert described["model"] == "models/tiny"
    assert [(one["start_s"], one["end_s"]) for one in described["stretches"]] == [(0, 10), (10, 20)]
    assert described["stretches"][0]["track"]["reasons"] == ["Your cue."]
    assert as_csv(timeline).splitlines()[2].startswith("10.00,20.00,2,tracks/b,B")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no log"),
        ("{}\n{}\n", "no log"),
        ("no JSON\n{}\n", "line 1"),
        ('{"scenescore_session": 1}\n[1]\n{}\n', "line 2"),
        ('{"scenescore_session": 1}\n{"time_s": 1}\n', "lacks"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenFileError, match=message):
        timeline_of_log(file)


def test_a_session_without_an_answer_has_no_timeline(tmp_path: Path) -> None:
    with SessionLog(tmp_path / "log.jsonl") as log:
        pass
    with pytest.raises(InvalidInputError, match="without an answer"):
        timeline_of_log(log.file)


def test_a_folder_keeps_the_newest_logs(tmp_path: Path) -> None:
    for day in range(1, 29):
        (tmp_path / f"2026-01-{day:02}T00-00-00.jsonl").touch()
    SessionLog(new_log_file(tmp_path))
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == KEPT_LOGS
    assert kept[-2].startswith("2026-01-28")


def test_a_log_can_hold_any_title(tmp_path: Path) -> None:
    with SessionLog(tmp_path / "log.jsonl") as log:
        log.add(answer(0.0, "夜\u2028\n"))
    assert len(log.file.read_bytes().splitlines()) == 2
    assert json.loads(log.file.read_bytes().splitlines()[1])["matches"][0]["title"]
