"""``scenescore find``: words to tracks, and scenarios to lists of tracks."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from making.bundle import write_bundle
from making.command import run_command
from making.sound import chords, write_sound


def found(home: Path, *arguments: str) -> dict[str, Any]:
    ran = run_command(home, "find", *arguments, "--json")
    assert ran.exit_code == 0, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def titles(answer: dict[str, Any]) -> list[str]:
    return [match["title"] for match in answer["matches"]]


@pytest.fixture
def tagged_home(tmp_path: Path) -> Path:
    """Return a home with tracks whose names say nothing, and a ``tracks.csv`` that does."""
    folder, home = tmp_path / "music", tmp_path / "home"
    folder.mkdir()
    for seed, name in enumerate(("01.wav", "02.wav", "03.wav")):
        write_sound(folder / name, chords(13, seed=seed), rate=22_050)
    with (folder / "tracks.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [
            ("file", "kind", "mood"),
            ("01.wav", "boss", ""),
            ("02.wav", "", "sad"),
            ("03.wav", "town", "calm"),
        ]
        csv.writer(file).writerows(rows)
    write_bundle(home / "models" / "tiny")
    assert run_command(home, "library", "add", str(folder), "--jobs", "1").exit_code == 0
    return home


@pytest.mark.parametrize("words", [("the army attacks",), ("the", "army", "attacks"), ("敵の奇襲",)])
def test_words_find_the_track_that_is_named_for_them(tiny_home: Path, words: tuple[str, ...]) -> None:
    answer = found(tiny_home, *words)
    assert titles(answer)[0] == "battle"
    assert answer["kinds"][0] == "battle"
    assert answer["query"] == " ".join(words)
    best = answer["matches"][0]
    assert 0 < best["fit"] <= 1
    assert best["track"].startswith("tracks/")
    assert best["file"].endswith("battle.wav")
    assert best["reasons"][0]["words"].startswith("title says battle")


def test_no_more_than_asked_for_are_shown(tiny_home: Path) -> None:
    words = "a battle in the field near the town"
    assert len(titles(found(tiny_home, words))) > 1
    assert titles(found(tiny_home, words, "--top", "1")) == titles(found(tiny_home, words))[:1]


def test_a_denied_kind_is_left_out(tiny_home: Path) -> None:
    assert "battle" not in titles(found(tiny_home, "a town, no battle"))


def test_the_kinds_and_moods_of_a_table_beside_the_music_are_found(tagged_home: Path) -> None:
    assert titles(found(tagged_home, "the last boss"))[0] == "01"
    assert titles(found(tagged_home, "悲しい別れ"))[0] == "02"
    assert titles(found(tagged_home, "a quiet village"))[0] == "03"


def test_a_pipe_gets_plain_rows_with_whole_ids(tiny_home: Path) -> None:
    ran = run_command(tiny_home, "find", "a battle", COLUMNS="20")
    best = found(tiny_home, "a battle")["matches"][0]
    cells = ran.stdout.splitlines()[0].split("\t")
    assert cells[0] == "1"
    assert best["track"] == f"tracks/{cells[5]}"
    assert "title says battle" in cells[6]
    assert "scenescore scenes" in ran.stderr


def test_words_that_fit_nothing_say_so(tiny_home: Path) -> None:
    ran = run_command(tiny_home, "find", "1234")
    assert ran.exit_code == 4
    assert "names no kind of scene" in ran.stderr
    ran = run_command(tiny_home, "find", "grand prix")
    assert ran.exit_code in {0, 4}
    assert (
        json.loads(run_command(tiny_home, "find", "1234", "--json").stdout)["error"]["reason"] == "NOT_FOUND"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_scenario_gives_each_scene_a_track_of_its_own(
    tiny_home: Path, tmp_path: Path, encoding: str
) -> None:
    scenario = tmp_path / "scenario.txt"
    lines = ["# act one", "the village", "", "an ambush", "ラスボス", "1234"]
    scenario.write_text("\n".join(lines), encoding=encoding)
    scenes = found(tiny_home, "--file", str(scenario))["scenes"]
    assert [one["scene"] for one in scenes] == ["the village", "an ambush", "ラスボス", "1234"]
    chosen = [one["match"]["title"] for one in scenes if one["match"]]
    assert chosen == ["town", "battle", "boss"]
    assert len(chosen) == len(set(chosen))
    assert scenes[-1]["match"] is None


def test_a_track_serves_several_scenes_if_that_is_asked_for(tiny_home: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.txt"
    scenario.write_text("a battle\na fight\n")
    arguments = ("--file", str(scenario), "--max-uses", "2")
    chosen = [one["match"]["title"] for one in found(tiny_home, *arguments)["scenes"]]
    assert chosen == ["battle", "battle"]


def test_a_scenario_in_a_pipe_has_a_row_for_each_scene(tiny_home: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.txt"
    scenario.write_text("a battle\n1234\n")
    rows = [
        line.split("\t")
        for line in run_command(tiny_home, "find", "--file", str(scenario)).stdout.splitlines()
    ]
    assert [row[0] for row in rows] == ["a battle", "1234"]
    assert rows[0][2] == "battle"
    assert rows[1][2] == "(nothing that is left fits)"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("words", "--file", "x.txt"), 2),
        (("--file", "no-such-file.txt"), 4),
        (("a" * 1001,), 2),
        (("words", "--top", "0"), 2),
    ],
)
def test_invalid_searches_are_refused(tiny_home: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = run_command(tiny_home, "find", *arguments)
    assert ran.exit_code == code
    assert "Error" in ran.stderr


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    ran = run_command(tmp_path / "empty", "find", "a battle")
    assert ran.exit_code == 4
    assert "scenescore library add" in ran.stderr
