"""Projects by the commands: ``scenescore init``, cues in scenescore.toml, and a project that was cloned."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from making.command import run_command
from making.video import plain, write_video

RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {
        name: write_video(folder / f"{name}.mp4", [plain(colour)] * 130)
        for name, colour in (("red", RED), ("blue", BLUE))
    }


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """A home without music."""
    return fresh_home(tiny_home, tmp_path / "home")


@pytest.fixture
def stranger(tiny_home: Path, tmp_path: Path) -> Path:
    """The home of somebody else."""
    return fresh_home(tiny_home, tmp_path / "stranger")


def fresh_home(tiny_home: Path, folder: Path) -> Path:
    shutil.copytree(tiny_home / "models", folder / "models")
    return folder


def ask(home: Path, *arguments: str, **variables: str) -> Any:
    """Run a command and return its JSON."""
    done = run_command(home, *arguments, "--json", **variables)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def fail(home: Path, *arguments: str) -> str:
    done = run_command(home, *arguments)
    assert done.exit_code != 0
    return done.stderr


def make_game(folder: Path, music: Path, pieces: slice) -> Path:
    """Make a folder with some of the music."""
    (folder / "music").mkdir(parents=True)
    for file in sorted(one for one in music.iterdir() if one.is_file())[pieces]:
        shutil.copy(file, folder / "music")
    return folder


@pytest.fixture
def games(music: Path, tmp_path: Path) -> tuple[Path, Path]:
    return make_game(tmp_path / "one", music, slice(0, 3)), make_game(tmp_path / "two", music, slice(3, 6))


def matches(home: Path, clip: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(home, "match", str(clip), "--top", "6")["matches"]
    return found


def test_two_games_keep_their_music_and_their_cues(
    home: Path, games: tuple[Path, Path], clips: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = {}
    for game in games:
        monkeypatch.chdir(game)
        made = ask(home, "init", "--music", "music", "--name", "Ruins", "--bundle", "tiny")
        assert (made["is_new"], made["added"], made["tracks"]) == (True, 3, 3)
        assert made["music"] == ["music"]
    for game in games:
        # Commands find the project upwards from where they run.
        (game / "scenes").mkdir()
        monkeypatch.chdir(game / "scenes")
        own = {track["track"] for track in ask(home, "library", "list")["tracks"]}
        ranking = matches(home, clips["red"])
        assert {one["track"] for one in ranking} == own
        last = ranking[-1]["track"]
        cue = ask(home, "cue", "add", "scene 1", last, str(clips["red"]))
        assert (cue["scene"], cue["track"], cue["model"]) == ("scene 1", last, "")
        decided[game] = cue
    for game in games:
        monkeypatch.chdir(game)
        assert ask(home, "cue", "list")["cues"] == [decided[game]]
        assert matches(home, clips["red"])[0]["track"] == decided[game]["track"]
        text = (game / "scenescore.toml").read_text()
        assert 'name = "scene 1"' in text
        assert 'track = "music/' in text
    monkeypatch.chdir(games[0].parent)
    assert ask(home, "library", "list")["tracks"] == []
    assert ask(home, "cue", "list")["cues"] == []
    # A folder, an id and the variable name a project from elsewhere.
    project = decided[games[1]]["project"]
    for named in (
        str(games[1]),
        str(games[1] / "scenescore.toml"),
        project,
        project.removeprefix("projects/"),
    ):
        assert ask(home, "cue", "list", "--project", named)["cues"] == [decided[games[1]]]
    assert ask(home, "cue", "list", SCENESCORE_PROJECT=str(games[0]))["cues"] == [decided[games[0]]]
    monkeypatch.chdir(games[0])
    assert ask(home, "cue", "list", "--project", "default")["cues"] == []
    # A scene's name removes all its cues, and the pictures with them.
    assert ask(home, "cue", "remove", "scene 1")["removed"] == [decided[games[0]]]
    assert ask(home, "cue", "list")["cues"] == []
    assert list((games[0] / "scenescore" / "cues").iterdir()) == []
    monkeypatch.chdir(games[1])
    assert ask(home, "cue", "list")["cues"] == [decided[games[1]]]


def test_a_cloned_project_knows_its_cues_on_its_first_session(
    home: Path,
    stranger: Path,
    games: tuple[Path, Path],
    clips: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = games[0]
    monkeypatch.chdir(game)
    made = ask(home, "init", "--music", "music", "--bundle", "tiny")
    decided = {}
    for scene in ("red", "blue"):
        track = matches(home, clips[scene])[-1]
        ask(home, "cue", "add", scene, track["track"], str(clips[scene]))
        decided[scene] = track["title"]
    clone = shutil.copytree(game, game.parent / "elsewhere" / "clone")
    monkeypatch.chdir(clone)
    # Before its music is imported, the clone says what it lacks.
    asked = run_command(stranger, "cue", "list")
    assert "has no effect" in asked.stderr
    again = ask(stranger, "init")
    assert (again["project"], again["is_new"], again["tracks"], again["cues"]) == (
        made["project"], False, 3, 2,
    )  # fmt: skip
    for scene, title in decided.items():
        assert matches(stranger, clips[scene])[0]["title"] == title
    assert (clone / "scenescore.toml").read_text() == (game / "scenescore.toml").read_text()
    # What is pulled later is learnt, too; a track that was encoded anew is found by its path.
    monkeypatch.chdir(game)
    ask(home, "cue", "remove", "blue")
    shutil.copy(game / "scenescore.toml", clone)
    monkeypatch.chdir(clone)
    (cue,) = ask(stranger, "cue", "list")["cues"]
    assert cue["scene"] == "red"


def test_init_leaves_what_the_user_wrote(
    home: Path, games: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    game, other = games
    monkeypatch.chdir(game)
    (game / "scenescore.toml").write_text('# mine\n[project]\nid = "mine-1" # kept\nname = "Mine"\n')
    first = ask(home, "init", "--music", "music", "--name", "Other")
    assert (first["project"], first["name"], first["tracks"]) == ("projects/mine-1", "Mine", 3)
    text = (game / "scenescore.toml").read_text()
    assert text.startswith('# mine\n[project]\nid = "mine-1" # kept\nname = "Mine"\n')
    again = ask(home, "init", "--music", "music")
    assert (again["added"], again["known"]) == (0, 3)
    assert (game / "scenescore.toml").read_text() == text
    # What is added to the library in a project belongs to the project.
    assert ask(home, "library", "add", str(other / "music"))["tracks"] == 6
    assert '"../two/music"' in (game / "scenescore.toml").read_text()
    monkeypatch.chdir(other)
    assert ask(home, "library", "list")["tracks"] == []
    done = run_command(home, "init")
    assert done.exit_code == 0, done.output
    assert "0 tracks" in done.stdout
    assert "scenescore init --music DIR" in done.stderr


def test_mistakes_are_named_and_nothing_is_lost(
    home: Path, games: tuple[Path, Path], clips: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(games[0])
    assert "no such folder" in fail(home, "init", "--music", "nowhere")
    assert "nowhere" in fail(home, "init", "--bundle", "nowhere")
    assert not (games[0] / "scenescore.toml").exists()
    assert "scenescore init" in fail(home, "cue", "list", "--project", str(games[1]))
    assert "no project 'nobodys-1'" in fail(home, "cue", "list", "--project", "nobodys-1")
    assert "no such folder" in fail(home, "cue", "list", "--project", "No/Where")
    broken = '[project]\nid = "mine-1"\nmusic = [\n'
    (games[0] / "scenescore.toml").write_text(broken)
    for command in (("cue", "list"), ("match", str(clips["red"])), ("init", "--music", "music")):
        message = fail(home, *command)
        assert "scenescore.toml" in message
        assert "line 3" in message or "line 4" in message
    assert (games[0] / "scenescore.toml").read_text() == broken
    (games[0] / "scenescore.toml").write_text('[project]\nid = "mine-1"\nmusic = ["none"]\nbundle = "tiny"\n')
    ask(home, "library", "add", str(games[1] / "music"), "--project", "default")
    assert "sees none of the 3 tracks" in fail(home, "match", str(clips["red"]))


def test_a_second_project_of_the_same_music_computes_nothing(
    home: Path, games: tuple[Path, Path], music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(games[0])
    ask(home, "init", "--music", "music", "--bundle", "tiny")
    twin = make_game(tmp_path / "twin", music, slice(0, 3))
    monkeypatch.chdir(twin)
    made = ask(home, "init", "--music", "music")
    assert (made["added"], made["known"], made["tracks"]) == (0, 3, 3)


def test_a_scene_gets_a_cue_again_after_its_last_one_was_removed(
    home: Path, games: tuple[Path, Path], clips: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(games[0])
    ask(home, "init", "--music", "music")
    track = ask(home, "library", "list")["tracks"][0]["track"]
    ask(home, "cue", "add", "boss", track, str(clips["red"]))
    ask(home, "cue", "remove", "boss")
    ask(home, "cue", "add", "boss", track, str(clips["red"]))
    assert [cue["scene"] for cue in ask(home, "cue", "list")["cues"]] == ["boss"]


def test_doctor_counts_the_tracks_of_the_project(
    home: Path, games: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for game in games:
        monkeypatch.chdir(game)
        ask(home, "init", "--music", "music")
    found = {one["about"]: one["text"] for one in ask(home, "doctor")["findings"]}
    assert found["library"].startswith("3 tracks of the project ")
