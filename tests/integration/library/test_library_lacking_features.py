"""Tracks that lack the features of a bundle are counted wherever they are missed."""

import json
import shutil
from pathlib import Path

import pytest

from making.bundle import write_bundle
from making.command import run_command
from making.video import plain, write_video
from scenescore.library.store.library import Library

BLUE = (20, 20, 220)


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """Return a home in which two tracks lack the features that the bundle ``tiny`` compares."""
    made = shutil.copytree(tiny_home, tmp_path / "home")
    with Library(made / "library") as library:
        for track in library.tracks()[:2]:
            library.put(track, {}, size=0, mtime_ns=0, sound_changed=True)
    return made


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_video(tmp_path / "clip.mp4", [plain(BLUE)] * 30)


def count(home: Path) -> int:
    with Library(home / "library") as library:
        return library.count()


def test_match_says_how_many_tracks_it_can_not_name(home: Path, clip: Path) -> None:
    said = f"2 of {count(home)} tracks lack features of bundle tiny; run `scenescore library update`"
    ran = run_command(home, "match", str(clip), "--bundle", "tiny")
    assert ran.exit_code == 0
    assert said in ran.stderr
    ran = run_command(home, "match", str(clip), "--bundle", "tiny", "--json")
    assert json.loads(ran.stdout)["tracks_without_features"] == 2


def test_assign_says_how_many_tracks_no_scene_can_get(home: Path, clip: Path) -> None:
    said = f"2 of {count(home)} tracks lack features of bundle tiny; run `scenescore library update`"
    ran = run_command(home, "assign", str(clip), "--bundle", "tiny")
    assert ran.exit_code == 0
    assert said in ran.stderr
    ran = run_command(home, "assign", str(clip), "--bundle", "tiny", "--json")
    assert json.loads(ran.stdout)["tracks_without_features"] == 2


def test_nothing_is_said_where_all_tracks_have_features(tiny_home: Path, clip: Path) -> None:
    ran = run_command(tiny_home, "match", str(clip), "--bundle", "tiny")
    assert "lack" not in ran.stderr
    ran = run_command(tiny_home, "match", str(clip), "--bundle", "tiny", "--json")
    assert json.loads(ran.stdout)["tracks_without_features"] == 0


def test_the_named_command_names_a_library_and_a_bundle_that_are_nowhere_else_known(
    home: Path, clip: Path, tmp_path: Path
) -> None:
    bundle = write_bundle(tmp_path / "elsewhere", features=("mfcc",))
    library = home / "library"
    ran = run_command(home, "match", str(clip), "--bundle", str(bundle), "--library", str(library))
    assert ran.exit_code != 0
    assert f"`scenescore library update --library {library} --bundle {bundle}`" in ran.stderr
