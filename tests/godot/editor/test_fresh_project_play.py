"""A new project from its first opening to the first match, with the dock alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from making.daemon import wait_until
from making.godot.editor import Desk, Editor
from making.godot.project import GodotProject
from making.sound import chords, write_sound

pytestmark = pytest.mark.timeout(900)  # an editor takes its time to open on a busy machine

PIECES = ("battle.ogg", "town.wav", "field.ogg", "dungeon.wav")
FOR_MATCHES_S = 240.0


@pytest.fixture
def pieces(tmp_path: Path) -> Path:
    """Return a folder of four pieces."""
    folder = tmp_path / "my music"
    folder.mkdir()
    for seed, name in enumerate(PIECES):
        write_sound(folder / name, chords(20, seed=60 + seed), rate=22_050)
    return folder


@pytest.fixture
def first_desk(driven_project: GodotProject, tmp_path: Path) -> Iterator[Desk]:
    """Return a fresh project and a home of Scenescore in which nothing is: the bundle is what is shipped."""
    home = tmp_path / "scenescore"
    home.mkdir()
    desk = Desk(driven_project.duplicate(tmp_path / "desk"), home)
    settings = desk.project.path / "project.godot"
    run = 'run/main_run_args="--rendering-driver opengl3 --audio-driver Dummy"'
    settings.write_text(f"{settings.read_text()}\n[editor]\n\n{run}\n")
    yield desk
    for left in desk.daemons():
        left.kill()


def press(editor: Editor, words: str) -> None:
    """Press a button of the dock, once it is there."""
    wait_until(lambda: editor.tell(f"press: {words}"))


def from_nothing_to_matching(editor: Editor, pieces: Path) -> None:
    """Do what a user does at first: choose the music, wait for it, press Play."""
    editor.wait_for("ready")
    editor.tell("show dock")
    press(editor, "Choose music folder…")
    assert editor.tell(f"choose: {pieces}")
    editor.wait_for_value("tracks_total", len(PIECES))
    editor.wait_for_value("importing", False)
    press(editor, "Play")
    editor.wait_for("matching", FOR_MATCHES_S)
    assert editor.get("problem", "notice", "import_problem") == {
        "problem": "",
        "notice": "",
        "import_problem": "",
    }
    assert editor.get("library_folder") == str(pieces)
    answer = editor.get("answer")
    assert answer["model"] == editor.get("model") == "models/starter"
    assert sorted(found["title"] for found in answer["matches"]) == sorted(Path(name).stem for name in PIECES)


def test_the_starter_bundle_matches_a_music_folder_chosen_in_the_dock(
    first_desk: Desk, pieces: Path, screen: str
) -> None:
    with first_desk.editor(display=screen) as editor:
        from_nothing_to_matching(editor, pieces)
        editor.tell("stop")
        editor.wait_for("ready")
        run = editor.quit()
        first_desk.wait_until_no_daemon()
        run.check()
    # The next time nothing has to be chosen.
    with first_desk.editor(display=screen) as editor:
        editor.wait_for("ready")
        editor.wait_for_value("tracks_total", len(PIECES))
        assert editor.get("button_text") == "Play"
        editor.quit().check()
    first_desk.wait_until_no_daemon()
