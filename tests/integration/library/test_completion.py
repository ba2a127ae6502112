"""The shell completes tracks, bundles and scenes, by what click's scripts ask a real process."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from making.bundle import write_bundle
from making.sound import chords, write_sound

TITLES = {"fire.wav": "Battle by Night", "calm.wav": "Calm Town", "dark.wav": "It's dark, isn't it?"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with three tracks, a bundle of its own, and a project with a scene."""
    home = tmp_path_factory.mktemp("home")
    write_bundle(home / "models" / "tiny")
    music = home / "music"
    music.mkdir()
    for seed, name in enumerate(TITLES):
        write_sound(music / name, chords(4, seed=seed), rate=22_050)
    rows = [f'{name},"{title}"' for name, title in TITLES.items()]
    (music / "tracks.csv").write_text("\n".join(["file,title", *rows]), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "scenescore", "library", "add", str(music)],
        env=environment(home), cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return home


def environment(home: Path) -> dict[str, str]:
    program = shutil.which("scenescore", path=str(Path(sys.executable).parent))
    assert program is not None
    return {
        **os.environ,
        "SCENESCORE_HOME": str(home),
        "PATH": os.pathsep.join([str(Path(program).parent), os.environ["PATH"]]),
    }


def completed(home: Path, *words: str, folder: Path | None = None) -> list[str]:
    """Return what Bash puts in place of the last word; the words are as they stand in the line."""
    script = f"""
eval "$(_SCENESCORE_COMPLETE=bash_source scenescore)"
COMP_WORDS=({shlex.join(["scenescore", *words])})
COMP_CWORD={len(words)}
_scenescore_completion scenescore
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    ran = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=environment(home), cwd=folder or home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    return [line for line in ran.stdout.splitlines() if line]


def asked(home: Path, protocol: str, words: str, place: str) -> list[str]:
    """Return what the script of another shell is answered."""
    ran = subprocess.run(
        ["scenescore"],
        env={
            **environment(home),
            "_SCENESCORE_COMPLETE": protocol,
            "COMP_WORDS": words,
            "COMP_CWORD": place,
        },
        cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def test_a_track_is_completed_by_its_title_in_the_form_that_bash_reads(home: Path) -> None:
    (found,) = completed(home, "library", "show", "ba")
    assert found == "Battle\\ by\\ Night"
    (found,) = completed(home, "scenes", "it")
    assert shlex.split(found) == [TITLES["dark.wav"]]


def test_a_title_that_is_typed_within_quotes_stays_within_them(home: Path) -> None:
    assert completed(home, "library", "show", '"Battle b') == ["Battle by Night"]


def test_a_track_is_completed_by_its_file_and_its_id_too(home: Path) -> None:
    assert completed(home, "library", "remove", r"Calm\ Town", "fi") == ["fire"]
    (title,) = completed(home, "library", "show", "calm")
    assert title == "Calm\\ Town"
    ran = subprocess.run(
        ["scenescore", "library", "list"],
        env=environment(home), cwd=home, capture_output=True, text=True, check=True,
    )  # fmt: skip
    track_id = ran.stdout.split("\t")[0]
    assert completed(home, "library", "show", track_id[:6]) == [track_id]


def test_all_tracks_are_offered_where_nothing_is_typed(home: Path) -> None:
    offered = completed(home, "assign", "clip.mp4", "--exclude", "")
    assert [shlex.split(one) for one in offered] == [[title] for title in sorted(TITLES.values())]


def test_bundles_are_completed(home: Path) -> None:
    assert completed(home, "match", "clip.mp4", "--bundle", "ti") == ["tiny"]
    assert "starter" in completed(home, "models", "show", "")


def test_scenes_of_the_project_are_completed(home: Path, tmp_path: Path) -> None:
    project = '[project]\nid = "ruins-1"\nname = "Ruins"\n\n[[scenes]]\nname = "the boss"\n'
    (tmp_path / "scenescore.toml").write_text(project, "utf-8")
    assert completed(home, "cue", "add", "the", folder=tmp_path) == ["the\\ boss"]
    assert completed(home, "cue", "remove", "", folder=tmp_path) == ["the\\ boss"]
    assert completed(home, "cue", "add", "the") == []


def test_another_shell_gets_names_as_they_are_with_words_for_people(home: Path) -> None:
    assert asked(home, "zsh_complete", "scenescore library show fi", "3") == [
        "plain",
        "fire",
        TITLES["fire.wav"],
    ]
    assert asked(home, "fish_complete", "scenescore library show cal", "cal")[0].startswith("plain,Calm Town")


def test_without_a_library_nothing_is_offered_and_none_is_made(tmp_path: Path) -> None:
    assert completed(tmp_path, "library", "show", "x") == []
    assert not (tmp_path / "library").exists()


def test_completion_loads_nothing_that_takes_long(home: Path) -> None:
    heavy = "numpy scipy cv2 rich grpc av onnxruntime tensorflow"
    script = f"""
import atexit, sys
atexit.register(lambda: print([name for name in {heavy.split()} if name in sys.modules]))
from scenescore.cli.main import main
main(prog_name="scenescore")
"""
    for words in ("library show ba", "match x --bundle ti", "cue add the"):
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env={
                **environment(home),
                "_SCENESCORE_COMPLETE": "bash_complete",
                "COMP_WORDS": "\n".join(["scenescore", *words.split()]),
                "COMP_CWORD": str(len(words.split())),
            },
            cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.stdout.splitlines()[-1] == "[]", (words, ran.stdout, ran.stderr)
