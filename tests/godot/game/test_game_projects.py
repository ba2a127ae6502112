"""The project of a game that runs without an editor, such as an exported one."""

from pathlib import Path

from making.daemon import running_daemon, wait_until
from making.godot.project import GodotProject
from making.godot.watched_game import point_to, watched_game
from scenescore.library.store.library import Library


def test_a_game_matches_the_music_of_its_project(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with Library(own_home / "library") as library:
        track, *others = library.tracks()
        library.projects.open("ruins-1", music=[Path(track.file)])
    with running_daemon(own_home, tmp_path, "--bundle", "tiny") as daemon:
        point_to(own_home, daemon)
        with watched_game(project, own_home, display=screen, settings={"project": "ruins-1"}) as game:
            answer = game.wait_for("matches")[0]
            assert {found["track"] for found in answer["matches"]} == {track.name}
            game.quit().check()
        # A player's daemon doesn't know the project: it has music of its own.
        with watched_game(project, own_home, display=screen, settings={"project": "elsewhere-1"}) as game:
            answer = game.wait_for("matches")[0]
            found = {one["track"] for one in answer["matches"]}
            assert found
            assert found <= {one.name for one in others}
            wait_until(lambda: game.tell()["problem"] == "")
            game.quit().check()
