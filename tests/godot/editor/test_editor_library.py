"""The library in the editor: a folder is imported and followed, and its pieces are used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from making.daemon import wait_until
from making.godot.editor import Desk, Editor
from making.sound import chords, write_sound

FOR_IMPORT_S = 240.0
"""How long the first files of an import may take: the daemon imports at low priority."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three pieces that the library doesn't know, and a file that is no music."""
    pieces = tmp_path / "my music"
    pieces.mkdir()
    for seed in range(3):
        write_sound(pieces / f"piece_{seed}.wav", chords(14, seed=40 + seed), rate=22_050)
    (pieces / "broken.ogg").write_bytes(b"OggS and then nothing")
    return pieces


@pytest.fixture(scope="module")
def editor(shared_desk: Desk) -> Iterator[Editor]:
    """Return an editor that tests share, whose library has six tracks; it must end without a complaint."""
    with shared_desk.editor() as editor:
        editor.wait_for("ready")
        wait_until(lambda: editor.get("tracks"))
        yield editor
        editor.quit().check()


def test_a_folder_is_imported_and_then_followed(desk: Desk, folder: Path) -> None:
    with desk.editor() as editor:
        editor.wait_for("ready")
        editor.call("choose_library_folder", str(folder))
        wait_until(lambda: editor.get("importing"))
        editor.wait_for_value("importing", False)
        assert editor.get("import_done", "import_total") == {"import_done": 4, "import_total": 4}
        (broken,) = editor.get("broken")
        assert broken["file"] == str(folder / "broken.ogg")
        assert broken["reason"]
        assert editor.get("import_problem") == ""
        (reader,) = desk.daemons()
        # From now on, the project sees its own music alone.
        editor.wait_for_value("tracks_total", 3)
        assert "piece 2" in [track["title"] for track in editor.get("tracks")]

        # The daemon that has read the folder follows it.
        assert desk.daemons() == [reader]
        write_sound(folder / "one_more.wav", chords(14, seed=77), rate=22_050)
        editor.wait_for_value("tracks_total", 4)
        (folder / "piece_0.wav").unlink()
        editor.wait_for_value("tracks_total", 3)
        assert editor.get("problem") == ""
        editor.quit().check()

    with desk.editor() as editor:
        editor.wait_for("ready")
        assert editor.get("library_folder") == str(folder)
        (daemon,) = desk.daemons()
        assert "--watch-folder" in daemon.cmdline()
        editor.quit().check()


def test_an_import_continues_after_its_daemon_was_killed(desk: Desk, folder: Path) -> None:
    for seed in range(20):
        write_sound(folder / f"more_{seed}.wav", chords(14, seed=100 + seed), rate=22_050)
    with desk.editor() as editor:
        editor.wait_for("ready")
        editor.call("choose_library_folder", str(folder))
        wait_until(lambda: editor.get("import_done") >= 2, FOR_IMPORT_S)
        for daemon in desk.daemons():
            daemon.kill()
        wait_until(lambda: editor.stage == "starting")
        editor.wait_for_value("tracks_total", 23)
        editor.wait_for_value("importing", False)
        assert editor.get("import_done") == 24


def test_a_cancelled_import_keeps_the_imported_tracks(desk: Desk, folder: Path) -> None:
    for seed in range(30):
        write_sound(folder / f"more_{seed}.wav", chords(14, seed=100 + seed), rate=22_050)
    with desk.editor() as editor:
        editor.wait_for("ready")
        editor.call("choose_library_folder", str(folder))
        wait_until(lambda: editor.get("import_done") >= 2, FOR_IMPORT_S)
        assert editor.get("import_eta_s") > 0
        editor.call("cancel_import")
        editor.wait_for_value("importing", False)
        wait_until(lambda: 0 < editor.get("tracks_total") < 33)
        assert editor.get("import_problem") == ""
        assert editor.stage == "ready"
        editor.quit().check()


def test_a_folder_can_be_chosen_while_another_editors_daemon_is_shared(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    other = desk.beside(tmp_path / "other")
    with desk.editor() as first, other.editor() as second:
        first.wait_for("ready")
        second.wait_for("ready")
        second.call("choose_library_folder", str(folder))
        second.wait_for_value("tracks_total", 3)
        # The library has all pieces, and the first game sees none of the second's.
        wait_until(lambda: first.get("_link:info:tracks") == 9)
        assert first.get("tracks_total") == 6
        first.wait_for("ready")


def test_a_model_is_chosen_for_the_project(editor: Editor, shared_desk: Desk) -> None:
    wait_until(lambda: editor.get("models"))
    tiny = next(model for model in editor.get("models") if model["name"] == "models/tiny")
    assert tiny["game"] == "A game of the tests"
    assert tiny["features"] == ["chroma_stft"]
    editor.call("choose_model", "models/tiny")
    editor.wait_for_value("model", "models/tiny")
    assert 'model="models/tiny"' in (shared_desk.project.path / "project.godot").read_text()
    editor.call("choose_model", "")
    wait_until(lambda: editor.get("model") not in ("", "models/tiny"))


def test_a_suggestion_needs_a_game_that_was_played(editor: Editor) -> None:
    editor.call("suggest_model")
    assert "Play the game" in editor.get("notice")


def test_a_piece_plays_in_the_editor(editor: Editor) -> None:
    track = known(editor)["town"]
    editor.call("audition", track)
    assert editor.get("auditioning") == track
    wait_until(lambda: editor.tell("audio")[0])
    first = editor.tell("audio")[1]
    wait_until(lambda: editor.tell("audio")[1] > first)
    editor.call("stop_audition")
    assert editor.tell("audio")[0] is False
    assert editor.get("auditioning") == ""
    # Another one takes the first one's place.
    editor.call("audition", known(editor)["battle"])
    editor.call("audition", track)
    wait_until(lambda: editor.tell("audio")[0])
    assert editor.get("auditioning") == track
    editor.call("stop_audition")


def test_a_format_that_godot_cannot_play_is_reported(editor: Editor) -> None:
    editor.call("audition", known(editor)["boss"])
    wait_until(lambda: "FLAC" in editor.get("notice"))
    assert editor.get("auditioning") == ""


def test_a_piece_becomes_a_scenes_cue_in_the_project(editor: Editor, shared_desk: Desk) -> None:
    path = shared_desk.project.path / "scenescore_cues.tres"
    pieces = known(editor)
    editor.call("use_here", pieces["battle"], "the fight")
    editor.call("use_here", pieces["town"], "")
    assert editor.get("notice") == ""
    text = path.read_text()
    assert 'scene = "the fight"' in text
    assert f'track = "{pieces["battle"]}"' in text
    assert 'scene = "scene 1"' in text
    editor.call("remove_cue", "scene 1")
    assert "scene 1" not in path.read_text()

    # Changes that a user makes in the file by hand are kept.
    edited = path.with_suffix(".edited")
    edited.write_text(path.read_text().replace('artist = ""', "").replace('"the fight"', '"the long fight"'))
    edited.replace(path)
    editor.call("use_here", pieces["town"], "the walk")
    assert 'scene = "the long fight"' in path.read_text()
    assert 'scene = "the walk"' in path.read_text()

    editor.call("use_here", "tracks/0123456789abcdef", "nowhere")
    assert "no piece" in editor.get("notice")


def test_the_cues_pieces_are_copied_with_their_credits(editor: Editor, shared_desk: Desk) -> None:
    project = shared_desk.project.path
    editor.call("use_here", known(editor)["town"], "the town")
    assert editor.call("copy_pieces") == ""
    assert (project / "music" / "town.ogg").stat().st_size > 1000
    assert "town" in (project / "MUSIC_CREDITS.md").read_text()
    assert 'audio = "res://music/town.ogg"' in (project / "scenescore_cues.tres").read_text()


def test_a_music_folder_that_does_not_exist_is_named(editor: Editor, folder: Path) -> None:
    editor.call("choose_library_folder", str(folder / "nothing"))
    assert str(folder / "nothing") in editor.get("import_problem")
    editor.wait_for("ready")


def known(editor: Editor) -> dict[str, str]:
    """Return the library's tracks by title."""
    wait_until(lambda: editor.get("tracks"))
    return {track["title"]: track["track"] for track in editor.get("tracks")}
