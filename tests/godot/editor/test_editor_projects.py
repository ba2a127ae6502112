"""A Godot project keeps its cues: a clone knows them at once, and two games never share any."""

import re
from pathlib import Path

import cv2
import numpy as np

from making.daemon import wait_until
from making.godot.editor import Desk
from scenescore.library.store.cues.cue_store import Cue
from scenescore.library.store.library import Library

FILE = """[gd_resource type="Resource" script_class="ScenescoreCues" format=3]

[ext_resource type="Script" path="res://addons/scenescore/runtime/cue.gd" id="1"]
[ext_resource type="Script" path="res://addons/scenescore/runtime/cues.gd" id="2"]

{blocks}
[resource]
script = ExtResource("2")
cues = Array[ExtResource("1")]([{names}])
"""
BLOCK = """[sub_resource type="Resource" id="cue_{place}"]
script = ExtResource("1")
scene = "{scene}"
track = "{track}"
title = "{title}"
source_file = "/home/somebody/else/{title}.ogg"
window = PackedByteArray({window})
"""


def strip(colour: tuple[int, int, int]) -> str:
    """Return twelve thumbnails of one colour, as the dock keeps them."""
    picture = cv2.imencode(".webp", np.full((80, 960, 3), colour[::-1], np.uint8))[1]
    return ", ".join(str(byte) for byte in picture.tobytes())


def write_cues(desk: Desk, *cues: tuple[str, str, str]) -> str:
    """Write the project's cues, each a scene, a track and a title. Return the file's text."""
    blocks = [
        BLOCK.format(place=place, scene=scene, track=track, title=title, window=strip((60 * place, 20, 20)))
        for place, (scene, track, title) in enumerate(cues)
    ]
    names = ", ".join(f'SubResource("cue_{place}")' for place in range(len(cues)))
    text = FILE.format(blocks="\n".join(blocks), names=names)
    (desk.project.path / "scenescore_cues.tres").write_text(text)
    return text


def project_id(desk: Desk) -> str:
    """Return the id that the editor keeps in project.godot; empty before it has made one."""
    found = re.search(r'^project="(.+)"$', (desk.project.path / "project.godot").read_text(), re.M)
    return found[1] if found else ""


def known_cues(desk: Desk) -> list[Cue]:
    """Return the cues that the library has of the desk's project."""
    with Library(desk.home / "library") as library:
        return library.of_project(project_id(desk)).cues.page() if project_id(desk) else []


def some_tracks(desk: Desk) -> list[tuple[str, str]]:
    with Library(desk.home / "library") as library:
        return [(track.name, track.title) for track in library.tracks()]


def test_a_cloned_project_knows_its_cues_when_its_editor_opens(desk: Desk, tmp_path: Path) -> None:
    (own, title), (other, other_title), *_ = some_tracks(desk)
    text = write_cues(
        desk, ("boss", own, title), ("town", "tracks/0123456789abcdef", other_title), ("sea", "", "Not here")
    )
    with desk.editor() as editor:
        editor.wait_for("ready")
        wait_until(lambda: len(known_cues(desk)) == 2)
        assert [(cue.scene, f"tracks/{cue.track_id}") for cue in known_cues(desk)] == [
            ("boss", own), ("town", other),
        ]  # fmt: skip
        wait_until(lambda: "“Not here” (sea)" in editor.get("notice"))
        # What the file no longer says is forgotten, also if version control has changed it.
        write_cues(desk, ("boss", own, title))
        editor.tell("scan")
        wait_until(lambda: len(known_cues(desk)) == 1)
        editor.wait_for_value("notice", "")
        editor.quit().check()
    made = project_id(desk)
    assert made
    assert (desk.project.path / "scenescore_cues.tres").read_text() == write_cues(desk, ("boss", own, title))
    assert text.count("PackedByteArray") == 3
    # On another machine the same project keeps its id.
    clone = desk.beside(tmp_path / "clone")
    with Library(desk.home / "library") as library:
        library.of_project(made).cues.sync([])
    with clone.editor() as editor:
        editor.wait_for("ready")
        wait_until(lambda: len(known_cues(clone)) == 1)
        editor.quit().check()
    assert project_id(clone) == made


def test_scenes_of_one_name_in_two_games_keep_their_cues(desk: Desk, tmp_path: Path) -> None:
    other = desk.beside(tmp_path / "other")
    (first, first_title), (second, second_title), *_ = some_tracks(desk)
    write_cues(desk, ("scene 1", first, first_title))
    write_cues(other, ("scene 1", second, second_title))
    with desk.editor() as one, other.editor() as two:
        one.wait_for("ready")
        two.wait_for("ready")
        wait_until(lambda: len(known_cues(desk)) == len(known_cues(other)) == 1)
        assert project_id(desk) != project_id(other)
        two.call("remove_cue", "scene 1")
        wait_until(lambda: known_cues(other) == [])
        assert [f"tracks/{cue.track_id}" for cue in known_cues(desk)] == [first]
        two.call("use_here", first, "scene 1")
        two.call("use_here", second, "scene 1")
        assert two.get("notice") == ""
        assert [f"tracks/{cue.track_id}" for cue in known_cues(desk)] == [first]


def test_a_file_that_can_not_be_read_makes_nothing_forgotten(desk: Desk) -> None:
    (own, title), *_ = some_tracks(desk)
    write_cues(desk, ("boss", own, title))
    path = desk.project.path / "scenescore_cues.tres"
    with desk.editor() as editor:
        editor.wait_for("ready")
        wait_until(lambda: len(known_cues(desk)) == 1)
        path.write_text("[gd_resource type=")
        editor.tell("scan")
        wait_until(lambda: editor.get("cues:problem"))
        # The daemon has answered all that was asked before.
        editor.wait_for_value("tracks_total", 6)
        assert len(known_cues(desk)) == 1
