"""``scenescore.toml``: found, read, written without touching what the user wrote, and taught to a library."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.library.project.editing import (
    add_cue,
    add_to_project_file,
    create_project_file,
    make_project_id,
    relative_to_project,
    remove_cue,
)
from scenescore.library.project.project_file import (
    FileCue,
    find_project_file,
    read_project_file,
)
from scenescore.library.project.sync import sync_project_file
from scenescore.library.project.window_picture import from_picture, to_picture
from scenescore.library.store.library import Library, Track
from scenescore.library.store.projects import PROJECT_ID


def frames(seed: int = 0, count: int = 3) -> np.ndarray:
    """Return flat coloured frames [shape=(count, 80, 80, 3), uint8] in HSV."""
    colours = np.random.default_rng(seed).integers(0, 256, (count, 1, 1, 3), np.uint8)
    rgb = np.ascontiguousarray(np.broadcast_to(colours, (count, 80, 80, 3)))
    return np.stack([cv2.cvtColor(one, cv2.COLOR_RGB2HSV) for one in rgb])


def written(folder: Path, text: str) -> Path:
    path = folder / "scenescore.toml"
    path.write_text(text, encoding="utf-8")
    return path


def put(library: Library, track_id: str, file: Path, title: str = "") -> None:
    track = Track(track_id, title or track_id, "", "", "", "", str(file), 30.0, 4.5, False, 1.0)
    library.put(track, {}, size=1, mtime_ns=1)


def test_a_file_is_found_upwards_and_says_what_was_written(tmp_path: Path) -> None:
    made = create_project_file(tmp_path, "Ruins of Ash", ["music", "../shared"], "starter")
    deep = tmp_path / "scenes" / "cave"
    deep.mkdir(parents=True)
    found = find_project_file(deep)
    assert found == (tmp_path / "scenescore.toml").resolve()
    read = read_project_file(found)
    assert read == made
    assert (read.name, read.music, read.bundle) == ("Ruins of Ash", ("music", "../shared"), "starter")
    assert read.music_paths == [tmp_path.resolve() / "music", tmp_path.resolve().parent / "shared"]
    assert find_project_file(tmp_path.parent / "nowhere") is None


def test_two_games_of_one_name_have_different_ids() -> None:
    ids = {make_project_id("Ruins of Ash") for _ in range(20)} | {make_project_id("灰の遺跡")}
    assert len(ids) == 21
    assert all(PROJECT_ID.fullmatch(one) for one in ids)
    assert sum(one.startswith("ruins-of-ash-") for one in ids) == 20


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[project]\nid = "a-1"\nname = \n', "line 3"),
        ('[project]\nid = "a-1"\nmusik = ["m"]\n', "line 3: musik is unknown here; did you mean 'music'"),
        ('[project]\nid = "a-1"\nmusic = "m"\n', "line 3: music must be a list"),
        ('[project]\nname = "a"\n', "line 1: id is missing"),
        ('[project]\nid = "default"\n', "line 2: id must be"),
        ('id = "a-1"\n', "line 1: id is unknown here"),
        ('[project]\nid = "a"\n\n[[scenes]]\nname = "x"\n\n[[scenes]]\nnames = "y"\n', "line 8: names"),
        ('[project]\nid = "a"\n[[scenes]]\nname = "x"\n[[scenes]]\nname = "x"\n', "line 6: name 'x'"),
        (
            '[project]\nid = "a"\n[[scenes]]\nname = "x"\n[[scenes.cues]]\ntrack = "t"\nstillness = 3\n',
            "line 7: stillness must be a number from 0 to 1",
        ),
        ('[project]\nid = "a"\n[scenes]\nname = "x"\n', "line 3: scenes must be written as blocks"),
        ("", "project is missing"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BrokenFileError, match=r"scenescore\.toml") as caught:
        read_project_file(path)
    assert line in caught.value.message
    assert path.read_text() == text


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="scenescore init"):
        read_project_file(tmp_path / "scenescore.toml")
    (tmp_path / "scenescore.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenFileError, match="UTF-8"):
        read_project_file(tmp_path / "scenescore.toml")


MINE = """# My own words stay.
[project]
id = "ruins-1"   # and so do these
name = "Ruins"
music = [
    "music",  # bought
]

# The fights
[[scenes]]
name = "boss"
description = "A dragon"
"""


def test_the_file_keeps_what_the_user_wrote(tmp_path: Path) -> None:
    project = read_project_file(written(tmp_path, MINE))
    project = add_to_project_file(project, music=["music", "more"], name="Other", bundle="mine")
    project = add_cue(project, FileCue("boss", "music/a.ogg", "aa", "A", stillness=0.25), frames(1))
    project = add_cue(project, FileCue("town", "music/b.ogg", "bb", "B"), frames(2))
    text = project.path.read_text()
    for line in MINE.splitlines():
        assert line in text
    assert (project.name, project.music, project.bundle) == ("Ruins", ("music", "more"), "mine")
    assert project.scenes == ("boss", "town")
    boss, town = project.cues
    assert (boss.scene, boss.track, boss.content, boss.title, boss.stillness) == (
        "boss", "music/a.ogg", "aa", "A", 0.25,
    )  # fmt: skip
    assert boss.window is not None
    assert boss.window.parent == tmp_path / "scenescore" / "cues"
    assert np.array_equal(from_picture(boss.window.read_bytes()), from_picture(to_picture(frames(1))))
    # The same again changes nothing.
    again = add_to_project_file(project, music=["music"], name="Other", bundle="other")
    assert (again, again.path.read_text()) == (project, text)
    assert town.scene == "town"


def test_another_track_replaces_a_scenes_cues_and_the_same_one_adds_an_example(tmp_path: Path) -> None:
    project = create_project_file(tmp_path, "Ruins", ["music"])
    for seed in (1, 2):
        project = add_cue(project, FileCue("boss", "music/a.ogg", "aa"), frames(seed))
    assert [cue.track for cue in project.cues] == ["music/a.ogg"] * 2
    pictures = tmp_path / "scenescore" / "cues"
    assert len(list(pictures.iterdir())) == 2
    (pictures / "mine.png").write_bytes(b"mine")
    project = add_cue(project, FileCue("boss", "music/b.ogg", "bb"), frames(3))
    (cue,) = project.cues
    assert cue.track == "music/b.ogg"
    assert set(pictures.iterdir()) == {cue.window, pictures / "mine.png"}
    project = remove_cue(project, "boss", cue.window)
    assert (project.scenes, project.cues) == (("boss",), ())
    assert list(pictures.iterdir()) == [pictures / "mine.png"]


def test_blocks_in_one_line_are_left_alone(tmp_path: Path) -> None:
    text = '[project]\nid = "a-1"\n'
    path = written(tmp_path, f'scenes = [{{name = "boss"}}]\n{text}')
    project = read_project_file(path)
    with pytest.raises(InvalidInputError, match=r"\[\[scenes\]\]"):
        add_cue(project, FileCue("boss", "a.ogg"), frames())
    assert path.read_text() == f'scenes = [{{name = "boss"}}]\n{text}'


def test_windows_are_pictures_that_people_can_look_at() -> None:
    shown = frames(4, count=5)
    picture = cv2.imdecode(np.frombuffer(to_picture(shown), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (80, 400, 3)
    back = from_picture(to_picture(shown))
    assert back.shape == shown.shape
    assert np.abs(back.astype(int) - shown)[..., 1:].max() <= 2
    # Rows below each other, as WebP.
    rows = np.concatenate([picture[:, :160], picture[:, 160:320]])
    tiled = from_picture(cv2.imencode(".webp", rows, [cv2.IMWRITE_WEBP_QUALITY, 101])[1].tobytes())
    assert np.array_equal(tiled, back[:4])
    for wrong in (b"", b"no picture", cv2.imencode(".png", picture[:79])[1].tobytes()):
        with pytest.raises(InvalidInputError):
            from_picture(wrong)
    wide = np.zeros((80, 80 * 241, 3), np.uint8)
    with pytest.raises(InvalidInputError, match="1 to 240"):
        from_picture(cv2.imencode(".png", wide)[1].tobytes())


def test_paths_are_relative_where_that_is_possible(tmp_path: Path) -> None:
    assert relative_to_project(tmp_path.resolve(), tmp_path / "music" / "a.ogg") == "music/a.ogg"
    assert relative_to_project(tmp_path.resolve() / "game", tmp_path / "a.ogg") == "../a.ogg"


def test_a_library_learns_what_the_file_says_and_forgets_what_it_no_longer_says(tmp_path: Path) -> None:
    game, music = tmp_path / "game", tmp_path / "game" / "music"
    game.mkdir()
    project = create_project_file(game, "Ruins", ["music"])
    for scene, name, content in (("boss", "a.ogg", "aa"), ("town", "b.ogg", "bb"), ("sea", "c.ogg", "cc")):
        project = add_cue(project, FileCue(scene, f"music/{name}", content, f"Title {content}"), frames())
    with Library(tmp_path / "library") as library:
        put(library, "aa", music / "a.ogg")
        # Encoded anew: another content under the same path.
        put(library, "b2", music / "b.ogg")
        report = sync_project_file(library, project)
        assert (report.changes.added, report.changes.removed) == (3, 0)
        (waiting,) = report.unresolved
        assert (waiting.scene, waiting.title) == ("sea", "Title cc")
        shown = library.of_project(project.id)
        assert [(cue.scene, cue.track_id) for cue in shown.cues.page()] == [
            ("boss", "aa"), ("town", "b2"), ("sea", "cc"),
        ]  # fmt: skip
        # The piece was moved, and got another content: its title is left.
        put(library, "c2", music / "deeper" / "renamed.ogg", "title CC")
        report = sync_project_file(library, project)
        assert (report.changes.known, report.changes.added, report.changes.removed) == (2, 1, 1)
        assert not report.unresolved
        # Two tracks fit.
        put(library, "c3", music / "other" / "c.ogg", "title CC")
        put(library, "c4", music / "another" / "c.ogg", "title CC")
        (open_question,) = sync_project_file(library, project).unresolved
        assert "3 tracks have the title" in open_question.reason
        window = project.cues[0].window
        assert window is not None
        window.unlink()
        lacking = sync_project_file(library, project).unresolved
        assert [one.scene for one in lacking if "can't be read" in one.reason] == ["boss"]
        window.write_bytes(b"damaged")
        with pytest.raises(BrokenFileError, match=window.name):
            sync_project_file(library, project)


def test_a_retagged_file_is_found_by_what_it_holds_now(tmp_path: Path) -> None:
    project = create_project_file(tmp_path, "Ruins", ["music"])
    project = add_cue(project, FileCue("boss", "elsewhere.ogg", "b2"), frames(1))
    with Library(tmp_path / "library") as library:
        file = tmp_path / "music" / "moved.ogg"
        track = Track("aa", "A", "", "", "", "", str(file), 30.0, 4.5, False, 1.0, content="b2")
        library.put(track, {}, size=1, mtime_ns=1)
        assert not sync_project_file(library, project).unresolved
        (cue,) = library.of_project(project.id).cues.page()
        assert cue.track_id == "aa"


def test_a_cue_acts_with_every_bundle_unless_it_names_one(tmp_path: Path) -> None:
    project = create_project_file(tmp_path, "Ruins", ["music"])
    project = add_cue(project, FileCue("boss", "music/a.ogg", "aa"), frames(1))
    project = add_cue(project, FileCue("town", "music/a.ogg", "aa", bundle="special"), frames(2))
    with Library(tmp_path / "library") as library:
        sync_project_file(library, project)
        cues = library.of_project(project.id).cues
        assert [(cue.scene, cue.model) for cue in cues.page()] == [("boss", ""), ("town", "special")]
        assert [cue.scene for cue, _ in cues.with_frames("starter")] == ["boss"]
        assert [cue.scene for cue, _ in cues.with_frames("special")] == ["boss", "town"]
        # A decision that a session makes replaces it.
        cues.add("boss", "bb", "starter", frames(3))
        assert [(cue.scene, cue.track_id) for cue in cues.page()] == [("town", "aa"), ("boss", "bb")]
