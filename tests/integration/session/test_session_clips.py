"""``scenescore match`` of whatever people have: stills, animations, turned recordings, long sound."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from making.command import run_command
from making.turned_video import MATRICES, seen_picture, write_turned
from making.video import SOUND_RATE, plain, write_video

RED, GREEN = (220, 20, 20), (20, 220, 20)


def matched(home: Path, clip: Path, *arguments: str) -> dict[str, Any]:
    ran = run_command(home, "match", str(clip), "--bundle", "tiny", *arguments, "--json")
    assert ran.exit_code == 0, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def distances(answer: dict[str, Any]) -> dict[str, float]:
    return {match["track"]: match["distance"] for match in answer["matches"]}


def test_a_still_has_the_matches_of_a_film_in_which_nothing_moves(tiny_home: Path, tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    Image.fromarray(plain(RED)).save(still)
    film = write_video(tmp_path / "film.mkv", [plain(RED)] * 125)
    of_still = matched(tiny_home, still)
    assert (of_still["steps_filled"], of_still["window_end_s"]) == (24, pytest.approx(12, abs=0.01))
    assert distances(of_still) == pytest.approx(distances(matched(tiny_home, film)), rel=0.02)


def test_an_animation_is_a_clip(tiny_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "play.gif"
    first, *rest = [Image.fromarray(plain(colour)) for colour in (RED, GREEN) for _ in range(6)]
    # Pictures that are the same would be joined.
    for number, image in enumerate([first, *rest]):
        image.putpixel((number, 0), (255, 255, 255))
    first.save(path, save_all=True, append_images=rest, duration=500)
    found = matched(tiny_home, path, "--start-s", "0:03")
    assert (found["window_start_s"], found["window_end_s"], found["steps_filled"]) == (3.0, 6.0, 6)


def test_a_turned_recording_has_the_matches_of_an_upright_one(tiny_home: Path, tmp_path: Path) -> None:
    upright = write_video(tmp_path / "upright.mp4", [seen_picture()] * 10)
    turned = write_turned(tmp_path / "turned.mp4", MATRICES["a quarter turn"])
    assert distances(matched(tiny_home, turned)) == pytest.approx(
        distances(matched(tiny_home, upright)), rel=0.05
    )


def test_sound_that_goes_on_after_the_pictures_is_no_error(tiny_home: Path, tmp_path: Path) -> None:
    sound = np.zeros(40 * SOUND_RATE, np.float32)
    path = write_video(tmp_path / "long.mp4", [plain(RED)] * 150, sound=sound)
    found = matched(tiny_home, path)
    assert found["steps_filled"] == 24
    assert found["window_end_s"] == pytest.approx(15, abs=0.2)
    part = matched(tiny_home, path, "--start-s", "0:02", "--end-s", "0:00:06.5")
    assert (part["window_start_s"], part["steps_filled"]) == (2.0, 9)
