"""Imports and updates over the wire: what changed, what is gone, what was passed over or removed."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import mutagen
import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, running_daemon, wait_until
from making.sound import chords, write_sound
from scenescore.v1 import library_pb2


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    write_sound(folder / "one.ogg", chords(5, seed=1), rate=22_050)
    write_sound(folder / "two.ogg", chords(5, seed=2), rate=22_050)
    (folder / "old.mid").write_bytes(b"MThd")
    (folder / ".hidden").mkdir()
    return folder


@pytest.fixture
def daemon(music: Path, tmp_path: Path) -> Iterator[Daemon]:
    home = tmp_path / "home"
    write_bundle(home / "models" / "tiny")
    options = ("--bundle", "tiny", "--allow-root", str(tmp_path), "--rescan-interval-s", "1")
    with running_daemon(home, tmp_path, *options) as running:
        yield running


def import_(daemon: Daemon, path: Path, *, follow: bool = False) -> library_pb2.ImportTracksResponse:
    request = library_pb2.ImportTracksRequest(paths=[str(path)], follow=follow)
    last: library_pb2.ImportTracksResponse
    *_, last = daemon.call(daemon.library.ImportTracks, request)
    assert last.done
    return last


def update(daemon: Daemon, *, all_projects: bool = False) -> library_pb2.UpdateLibraryResponse:
    request = library_pb2.UpdateLibraryRequest(all_projects=all_projects)
    last: library_pb2.UpdateLibraryResponse
    *_, last = daemon.call(daemon.library.UpdateLibrary, request)
    assert last.done
    assert last.imported.done
    return last


def tracks(daemon: Daemon) -> dict[str, library_pb2.Track]:
    listed = daemon.call(daemon.library.ListTracks, library_pb2.ListTracksRequest()).tracks
    return {Path(one.file).name: one for one in listed}


def test_an_import_counts_what_it_passes_over_by_reason(daemon: Daemon, music: Path) -> None:
    last = import_(daemon, music)
    assert last.added == 2
    counted = {(one.reason, one.suffix): one.count for one in last.passed_over}
    assert counted == {("unknown_kind", ".mid"): 1, ("hidden", ""): 1}


def test_an_import_tells_which_known_tracks_were_moved_retagged_and_changed(
    daemon: Daemon, music: Path
) -> None:
    write_sound(music / "three.ogg", chords(5, seed=3), rate=22_050)
    import_(daemon, music)
    before = tracks(daemon)
    (music / "one.ogg").rename(music / "moved.ogg")
    tagged = mutagen.File(music / "two.ogg")
    tagged["title"] = "Another name"
    tagged.save()
    write_sound(music / "three.ogg", chords(6, seed=4), rate=22_050)
    last = import_(daemon, music)
    assert (last.added, last.known) == (0, 3)
    told = {one.kind: (one.track, Path(one.file).name, Path(one.former_file).name) for one in last.changes}
    assert told == {
        "moved": (before["one.ogg"].name, "moved.ogg", "one.ogg"),
        "retagged": (before["two.ogg"].name, "two.ogg", ""),
        "changed": (before["three.ogg"].name, "three.ogg", ""),
    }
    assert tracks(daemon)["two.ogg"].title == "Another name"


def test_an_update_adds_what_is_new_and_drops_what_is_gone(daemon: Daemon, music: Path) -> None:
    import_(daemon, music)
    gone = tracks(daemon)["one.ogg"].name
    (music / "one.ogg").unlink()
    write_sound(music / "three.ogg", chords(5, seed=3), rate=22_050)
    last = update(daemon)
    assert (last.imported.added, last.imported.known, list(last.dropped)) == (1, 1, [gone])
    assert (last.filled, last.lacking) == (0, 0)
    assert set(tracks(daemon)) == {"two.ogg", "three.ogg"}


def test_an_update_keeps_the_tracks_of_a_folder_that_is_missing_as_a_whole(
    daemon: Daemon, music: Path
) -> None:
    import_(daemon, music)
    for file in list(music.iterdir()):
        file.rename(music.parent / f"away-{file.name}")
    last = update(daemon, all_projects=True)
    assert [one.file for one in last.unreachable] == [str(music)]
    assert not last.dropped
    assert len(tracks(daemon)) == 2


def test_what_was_removed_stays_away_until_its_file_is_named(daemon: Daemon, music: Path) -> None:
    import_(daemon, music)
    request = library_pb2.DeleteTrackRequest(name=tracks(daemon)["one.ogg"].name)
    daemon.call(daemon.library.DeleteTrack, request)
    assert update(daemon).imported.added == 0
    (removed,) = [one for one in import_(daemon, music).passed_over if one.reason == "removed"]
    assert removed.count == 1
    assert set(tracks(daemon)) == {"two.ogg"}
    assert import_(daemon, music / "one.ogg").added == 1
    assert set(tracks(daemon)) == {"one.ogg", "two.ogg"}


def test_a_project_and_all_projects_can_not_both_be_updated(daemon: Daemon) -> None:
    request = library_pb2.UpdateLibraryRequest(project="projects/default", all_projects=True)
    with pytest.raises(grpc.RpcError) as refused:
        list(daemon.call(daemon.library.UpdateLibrary, request))
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_a_cancelled_update_drops_nothing(daemon: Daemon, music: Path) -> None:
    import_(daemon, music)
    (music / "one.ogg").unlink()
    for seed in range(10, 16):
        write_sound(music / f"{seed}.ogg", chords(30, seed=seed), rate=22_050)
    call = daemon.call(daemon.library.UpdateLibrary, library_pb2.UpdateLibraryRequest())
    next(call)
    call.cancel()
    # The next call waits until the writer has ended the cancelled one.
    import_(daemon, music / "two.ogg")
    assert "one.ogg" in tracks(daemon)
    assert update(daemon).dropped


def test_a_followed_folder_is_searched_again_at_intervals(daemon: Daemon, music: Path) -> None:
    elsewhere = music.parent / "elsewhere"
    elsewhere.mkdir()
    (music / "linked").symlink_to(elsewhere)
    import_(daemon, music, follow=True)
    # As on a network drive, no event tells of a file behind a link.
    write_sound(elsewhere / "inside.ogg", chords(5, seed=5), rate=22_050)
    wait_until(lambda: "inside.ogg" in tracks(daemon))
