"""``scenescore scenes``: the parts of clips that a track fits best."""

import json
from pathlib import Path
from typing import Any

import pytest

from making.command import run_command
from making.video import plain, write_video
from scenescore.library.store.library import Library

RED = (220, 20, 20)
GREEN = (20, 220, 20)
BLUE = (20, 20, 220)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return a clip of red, then green, and a blue one, too short for a whole window."""
    folder = tmp_path_factory.mktemp("clips")
    two = write_video(folder / "two.mp4", [plain(colour) for colour in (RED, GREEN) for _ in range(150)])
    return [two, write_video(folder / "blue.mp4", [plain(BLUE)] * 40)]


@pytest.fixture(scope="module")
def track(tiny_home: Path) -> str:
    with Library(tiny_home / "library") as library:
        return next(track.id for track in library.tracks() if track.title == "battle")


def found(home: Path, track: str, clips: list[Path], *arguments: str) -> dict[str, Any]:
    ran = run_command(home, "scenes", track, *map(str, clips), "--bundle", "tiny", *arguments, "--json")
    assert ran.exit_code == 0, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_each_scene_is_found_with_the_distance_that_match_has(
    tiny_home: Path, track: str, clips: list[Path]
) -> None:
    answer = found(tiny_home, track, clips)
    assert (answer["track"], answer["model"]) == (f"tracks/{track}", "models/tiny")
    assert len(answer["scenes"]) == 3
    assert {one["clip"] for one in answer["scenes"]} == {"two", "blue"}
    distances = [one["distance"] for one in answer["scenes"]]
    assert distances == sorted(distances)
    for one in answer["scenes"]:
        part = ("--start-s", str(one["start_s"]), "--end-s", str(one["end_s"]), "--top", "100")
        matched = run_command(tiny_home, "match", one["file"], "--bundle", "tiny", *part, "--json")
        matches = {match["track"]: match for match in json.loads(matched.stdout)["matches"]}
        assert one["distance"] == pytest.approx(matches[f"tracks/{track}"]["distance"])
        others = [match["distance"] for name, match in matches.items() if name != f"tracks/{track}"]
        assert one["fit"] == pytest.approx(sum(far >= one["distance"] for far in others) / len(others))


def test_parts_keep_to_their_scene_and_do_not_overlap(tiny_home: Path, track: str, clips: list[Path]) -> None:
    parts = sorted((one["start_s"], one["end_s"]) for one in found(tiny_home, track, clips[:1])["scenes"])
    assert len(parts) == 2
    (_, first_end_s), (second_start_s, second_end_s) = parts
    # A change of scene is noticed a second late; until then, a window may show a little of the next one.
    assert first_end_s <= 16.5
    assert second_start_s >= 14.4
    assert second_end_s <= 30


def test_a_short_clip_is_one_part(tiny_home: Path, track: str, clips: list[Path]) -> None:
    (scene,) = found(tiny_home, track, clips[1:])["scenes"]
    assert scene["start_s"] == 0
    assert scene["end_s"] == pytest.approx(4, abs=0.5)


def test_a_track_is_named_by_its_title_or_its_file(tiny_home: Path, track: str, clips: list[Path]) -> None:
    by_id = found(tiny_home, track, clips[1:])
    assert found(tiny_home, "Battle", clips[1:]) == found(tiny_home, "battle.wav", clips[1:]) == by_id


def test_a_pipe_gets_plain_rows_and_the_next_command(tiny_home: Path, track: str, clips: list[Path]) -> None:
    ran = run_command(tiny_home, "scenes", track, str(clips[0]), "--bundle", "tiny", "--top", "1")
    (row,) = ran.stdout.splitlines()
    assert row.split("\t")[2] == "two"
    assert f"scenescore cue add SCENE {track}" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("0123456789abcdef", "CLIP"), 4),
        (("TRACK", "no-such-clip.mp4"), 4),
        (("TRACK", "CLIP", "CLIP"), 2),
        (("TRACK", "CLIP", "--bundle", "none"), 4),
    ],
)
def test_missing_tracks_clips_and_bundles_are_named(
    tiny_home: Path, track: str, clips: list[Path], arguments: tuple[str, ...], code: int
) -> None:
    given = [{"TRACK": track, "CLIP": str(clips[0])}.get(one, one) for one in arguments]
    bundle = () if "--bundle" in given else ("--bundle", "tiny")
    ran = run_command(tiny_home, "scenes", *given, *bundle)
    assert ran.exit_code == code
    named = next((one for one in arguments if one not in {"TRACK", "CLIP", "--bundle"}), "two")
    assert named in ran.stderr


def test_a_track_without_the_bundles_features_says_how_to_get_them(
    tiny_home: Path, track: str, clips: list[Path]
) -> None:
    ran = run_command(tiny_home, "scenes", track, str(clips[0]), "--bundle", "starter")
    assert ran.exit_code == 4
    assert "scenescore library" in ran.stderr
