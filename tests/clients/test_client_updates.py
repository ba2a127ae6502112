"""The Python client looks at the library's music again, and learns what has become of it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, running_daemon
from making.sound import chords, write_sound
from scenescore_client import AsyncClient, Client, Connection, PassedOver, UpdateProgress


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    write_sound(folder / "one.ogg", chords(5, seed=1), rate=22_050)
    (folder / "old.mid").write_bytes(b"MThd")
    return folder


@pytest.fixture
def daemon(music: Path, tmp_path: Path) -> Iterator[Daemon]:
    home = tmp_path / "home"
    write_bundle(home / "models" / "tiny")
    with running_daemon(home, tmp_path, "--bundle", "tiny", "--allow-root", str(music)) as running:
        yield running


def test_an_update_tells_what_was_added_moved_dropped_and_passed_over(daemon: Daemon, music: Path) -> None:
    connection = Connection(address=daemon.address, token_file=Path(daemon.ready["token_file"]))
    client = Client(connection)
    *_, imported = client.import_tracks([music])
    assert imported.passed_over == (PassedOver("unknown_kind", ".mid", 1),)
    (track,) = client.list_tracks()
    (music / "one.ogg").rename(music / "first.ogg")
    write_sound(music / "two.ogg", chords(5, seed=2), rate=22_050)
    *_, told = client.update_library()
    assert told.done
    assert (told.imported.added, told.imported.known, told.dropped, told.unreachable) == (1, 1, (), ())
    (change,) = told.imported.changes
    assert (change.track, change.kind) == (track.name, "moved")
    assert (Path(change.file).name, Path(change.former_file).name) == ("first.ogg", "one.ogg")
    (music / "first.ogg").unlink()

    async def update() -> UpdateProgress:
        last = [one async for one in AsyncClient(connection).update_library(all_projects=True)][-1]
        assert last.done
        return last

    assert asyncio.run(update()).dropped == (track.name,)
