"""Godot loads pieces of a real daemon's library, in ``tests/daemon/test_track_audio.gd``."""

from collections.abc import Iterator

import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, running_daemon
from making.godot.project import GodotProject
from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle

FORMATS = ("ogg", "mp3", "wav", "flac", "opus", "m4a", "aiff")
RATE = 48_000


@pytest.fixture(scope="module")
def formats_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """Return a daemon with a piece in each format, one that was cut short and one that was deleted."""
    music, home = tmp_path_factory.mktemp("formats"), tmp_path_factory.mktemp("formats_home")
    for seed, suffix in enumerate(FORMATS):
        write_sound(music / f"{suffix} piece.{suffix}", chords(14, rate=RATE, seed=seed), rate=RATE)
    for seed, name in enumerate(("small", "cut", "gone")):
        write_sound(music / f"{name}.ogg", chords(3, rate=RATE, seed=90 + seed), rate=RATE)
    bundle = load_bundle(write_bundle(home / "models" / "tiny"))
    with Library(home / "library") as library:
        report = ingest(library, [music], requirements_of([bundle]), jobs=1)
    assert not report.broken
    cut = music / "cut.ogg"
    cut.write_bytes(cut.read_bytes()[:3_000])
    (music / "gone.ogg").unlink()
    with running_daemon(home, tmp_path_factory.mktemp("formats_daemon"), "--bundle", "tiny") as daemon:
        yield daemon


def test_pieces_are_loaded_from_the_daemon(own_godot_project: GodotProject, formats_daemon: Daemon) -> None:
    ended = own_godot_project.run(
        *("-s", "res://tests/runner.gd", "--", "--dir", "res://tests/daemon", "--only", "test_track_audio"),
        environment={
            "SCENESCORE_TEST_ADDRESS": formats_daemon.address,
            "SCENESCORE_TEST_TOKEN": formats_daemon.token,
        },
    )
    assert ended.code == 0, ended.output
    assert " 0 failed" in ended.output

    # The reads that were given up have not harmed it.
    assert formats_daemon.process.poll() is None
