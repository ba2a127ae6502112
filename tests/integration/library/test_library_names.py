"""Commands take a track by its title or file, and print rows that can be copied whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from making.sound import chords, write_sound
from making.terminal import Terminal

LONG_TITLE = "A very long title that no narrow terminal has room for in one line"
LICENCE = "CC-BY-SA-4.0"
TITLES = (LONG_TITLE, "Calm Town", "calm town")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    music = home / "music"
    music.mkdir()

    for seed in range(len(TITLES)):
        write_sound(music / f"piece{seed}.wav", chords(4, seed=seed), rate=22_050)
    rows = [f"piece{seed}.wav,{title},Ann,{LICENCE}" for seed, title in enumerate(TITLES)]
    (music / "tracks.csv").write_text("\n".join(["file,title,artist,license", *rows]), "utf-8")
    assert run(home, "library", "add", str(music)).returncode == 0
    return home


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "SCENESCORE_HOME": str(home)}


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "scenescore", *arguments]
    return subprocess.run(
        command, env=environment(home), cwd=home, capture_output=True, text=True, check=False
    )


def run_on_terminal(home: Path, *arguments: str, columns: int, typed: str = "") -> tuple[int, str]:
    """Run a command on a terminal, and return its exit code and all that the terminal shows."""
    command = [sys.executable, "-m", "scenescore", *arguments]
    terminal = Terminal(command, environment(home), home, columns=columns)
    terminal.type(typed)
    return terminal.end(), terminal.shown


def ids(home: Path) -> dict[str, str]:
    listed = json.loads(run(home, "library", "list", "--json").stdout)["tracks"]
    return {Path(one["file"]).stem: one["track"].removeprefix("tracks/") for one in listed}


def test_a_pipe_gets_plain_rows(home: Path) -> None:
    rows = [line.split("\t") for line in run(home, "library", "list").stdout.splitlines()]
    assert sorted(row[0] for row in rows) == sorted(ids(home).values())
    assert {row[1] for row in rows} == set(TITLES)
    assert {row[3] for row in rows} == {LICENCE}


@pytest.mark.parametrize("columns", [50, 80])
def test_a_narrow_terminal_shows_ids_and_licences_whole(home: Path, columns: int) -> None:
    code, shown = run_on_terminal(home, "library", "list", columns=columns)
    assert code == 0
    assert "…" not in shown
    assert all(track in shown for track in ids(home).values())
    cells = [line.split("│")[1:-1] for line in shown.splitlines() if line.startswith("│")]
    licences = "".join(row[3].strip() for row in cells)
    assert licences == LICENCE * len(TITLES)


@pytest.mark.parametrize("name", [LONG_TITLE, LONG_TITLE.upper(), "piece0.wav", "piece0", "a very long"])
def test_a_track_is_named_by_its_title_or_its_file(home: Path, name: str) -> None:
    shown = json.loads(run(home, "library", "show", name, "--json").stdout)
    assert shown["track"] == f"tracks/{ids(home)['piece0']}"


def test_the_beginning_of_an_id_is_enough(home: Path) -> None:
    whole = ids(home)["piece1"]
    assert json.loads(run(home, "library", "show", whole[:8], "--json").stdout)["track"] == f"tracks/{whole}"


def test_a_name_that_several_tracks_have_is_an_error_that_lists_them(home: Path) -> None:
    refused = run(home, "library", "show", "Calm Town")
    assert refused.returncode == 2
    assert ids(home)["piece1"] in refused.stderr
    assert ids(home)["piece2"] in refused.stderr


def test_a_terminal_asks_which_track_is_meant(home: Path) -> None:
    code, shown = run_on_terminal(home, "library", "show", "Calm Town", columns=200, typed="2\n")
    assert code == 0
    assert "Which one?" in shown
    described = shown[shown.index("Which one?") :]
    assert sum(track in described for track in ids(home).values()) == 1


def test_a_mistyped_title_is_suggested(home: Path) -> None:
    refused = run(home, "library", "show", "Clam Twon")
    assert refused.returncode == 4
    assert "did you mean 'Calm Town'" in refused.stderr


def test_a_mistyped_command_is_suggested(home: Path) -> None:
    refused = run(home, "libary", "list")
    assert refused.returncode == 2
    assert "Did you mean 'library'?" in refused.stderr


@pytest.mark.parametrize("columns", [30, 60, 100])
def test_many_columns_are_folded_and_none_is_cut(home: Path, columns: int) -> None:
    names = ("track", "title", "artist", "licence", "why", "fit")
    row = [f"{name}-{'abcdefghij' * 2}" for name in names]
    code = f"from scenescore.cli.tables import print_rows; print_rows('All', {names!r}, [{row!r}])"
    terminal = Terminal([sys.executable, "-c", code], environment(home), home, columns=columns)
    assert terminal.end() == 0
    cells = [line.split("│")[1:-1] for line in terminal.shown.splitlines() if line.startswith("│")]
    assert ["".join(one[place].strip() for one in cells) for place in range(len(names))] == row


def test_a_column_without_content_takes_no_room(home: Path) -> None:
    code = "from scenescore.cli.tables import print_rows; print_rows('', ('a', 'b'), [('x', ''), ('y', '')])"
    terminal = Terminal([sys.executable, "-c", code], environment(home), home)
    assert terminal.end() == 0
    assert {line.count("│") for line in terminal.shown.splitlines() if line.startswith("│")} == {2}
