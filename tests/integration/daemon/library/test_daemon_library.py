"""LibraryService and ModelService over the wire."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, colour_frame, configured, running_daemon, wait_until
from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle
from scenescore.v1 import library_pb2, match_pb2, model_pb2


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """Return a copy of the home that a test may change."""
    return shutil.copytree(tiny_home, tmp_path / "home")


@pytest.fixture
def new_music(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    (folder / "deep").mkdir(parents=True)
    write_sound(folder / "one.wav", chords(13, seed=100), rate=22_050)
    write_sound(folder / "deep" / "two.ogg", chords(13, seed=101), rate=22_050)
    (folder / "broken.mp3").write_text("this is no music")
    return folder


@pytest.fixture
def writable(home: Path, new_music: Path, tmp_path: Path) -> Iterator[Daemon]:
    """A daemon whose library a test may change."""
    with running_daemon(home, tmp_path, "--bundle", "tiny", "--allow-root", str(new_music)) as running:
        yield running


def tracks(daemon: Daemon) -> list[library_pb2.Track]:
    request = library_pb2.ListTracksRequest(page_size=1000)
    return list(daemon.call(daemon.library.ListTracks, request).tracks)


def code_of(daemon: Daemon, method: Any, request: Any) -> grpc.StatusCode:
    try:
        answer = daemon.call(method, request)
        list(answer if hasattr(answer, "__iter__") else [])
    except grpc.RpcError as error:
        found: Any = error
        code: grpc.StatusCode = found.code()
        return code
    return grpc.StatusCode.OK


def import_(daemon: Daemon, *paths: Path, follow: bool = False) -> list[library_pb2.ImportTracksResponse]:
    request = library_pb2.ImportTracksRequest(paths=[str(path) for path in paths], follow=follow)
    return list(daemon.call(daemon.library.ImportTracks, request, timeout=300))


def test_an_import_can_follow_its_folder(writable: Daemon, new_music: Path) -> None:
    import_(writable, new_music / "deep")
    write_sound(new_music / "deep" / "unheeded.wav", chords(13, seed=102), rate=22_050)
    last = import_(writable, new_music, follow=True)[-1]
    assert (last.added, last.known, last.done) == (2, 1, True)
    # A folder within one that is followed is followed already.
    import_(writable, new_music / "deep", follow=True)
    write_sound(new_music / "three.wav", chords(13, seed=103), rate=22_050)
    wait_until(lambda: "three" in [track.title for track in tracks(writable)])
    (new_music / "deep" / "two.ogg").unlink()
    wait_until(lambda: "two" not in [track.title for track in tracks(writable)])
    assert len(tracks(writable)) == 6 + 3


def test_pages_list_all_tracks_once_and_in_order(daemon: Daemon) -> None:
    found: list[library_pb2.Track] = []
    token = ""
    while True:
        request = library_pb2.ListTracksRequest(page_size=4, page_token=token)
        page = daemon.call(daemon.library.ListTracks, request)
        assert page.total_size == 6
        found += page.tracks
        if not (token := page.next_page_token):
            break
    assert [track.title for track in found] == ["battle", "boss", "dungeon", "field", "short", "town"]
    assert found == tracks(daemon)


def test_a_track_has_its_file_length_segment_and_time(daemon: Daemon, music: Path) -> None:
    short = next(track for track in tracks(daemon) if track.title == "short")
    again = daemon.call(daemon.library.GetTrack, library_pb2.GetTrackRequest(name=short.name)).track
    assert again == short
    assert short.file == str(music / "short.wav")
    assert short.duration_s == pytest.approx(5, abs=0.1)
    assert short.segment_looped
    assert short.create_time.seconds > 1_700_000_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tracks/0000000000000000", grpc.StatusCode.NOT_FOUND),
        ("tracks/../secret", grpc.StatusCode.INVALID_ARGUMENT),
        ("models/tiny", grpc.StatusCode.INVALID_ARGUMENT),
        ("", grpc.StatusCode.INVALID_ARGUMENT),
    ],
)
def test_unknown_tracks_are_not_found_and_malformed_names_are_refused(
    daemon: Daemon, name: str, code: grpc.StatusCode
) -> None:
    library = daemon.library
    assert code_of(daemon, library.GetTrack, library_pb2.GetTrackRequest(name=name)) is code
    assert code_of(daemon, library.ReadTrackAudio, library_pb2.ReadTrackAudioRequest(name=name)) is code
    assert code_of(daemon, library.FindSimilarTracks, library_pb2.FindSimilarTracksRequest(name=name)) is code


def test_a_foreign_page_token_is_refused(daemon: Daemon) -> None:
    request = library_pb2.ListTracksRequest(page_token="from elsewhere")
    assert code_of(daemon, daemon.library.ListTracks, request) is grpc.StatusCode.INVALID_ARGUMENT


def test_the_audio_of_a_track_is_its_file(daemon: Daemon) -> None:
    for title, kind in (("battle", "audio/wav"), ("boss", "audio/flac"), ("town", "audio/ogg")):
        track = next(track for track in tracks(daemon) if track.title == title)
        parts = list(
            daemon.call(daemon.library.ReadTrackAudio, library_pb2.ReadTrackAudioRequest(name=track.name))
        )
        data = Path(track.file).read_bytes()
        assert b"".join(part.data for part in parts) == data
        assert (parts[0].content_type, parts[0].total_bytes) == (kind, len(data))
        assert max(len(part.data) for part in parts) <= 64 * 1024


def test_similar_tracks_are_ranked_without_the_track_itself(daemon: Daemon) -> None:
    first = tracks(daemon)[0]
    request = library_pb2.FindSimilarTracksRequest(name=first.name)
    matches = daemon.call(daemon.library.FindSimilarTracks, request).matches
    assert [match.rank for match in matches] == [1, 2, 3, 4, 5]
    assert first.name not in {match.track for match in matches}
    assert [match.distance for match in matches] == sorted(match.distance for match in matches)
    assert matches[0].distance > 0


def test_an_import_adds_files_below_a_root_and_sessions_use_them(writable: Daemon, new_music: Path) -> None:
    progress = import_(writable, new_music)
    last = progress[-1]
    assert last.done
    assert (last.added, last.known) == (2, 0)
    assert [Path(broken.file).name for broken in last.broken] == ["broken.mp3"]
    assert last.files_done == last.files_total == 3
    assert not any(earlier.done for earlier in progress[:-1])
    assert len(tracks(writable)) == 8
    stream = writable.call(writable.match.MatchFrames, iter([configured(top_k=100), colour_frame(0)]))
    assert len(next(stream).answer.matches) == 8
    again = import_(writable, new_music)[-1]
    assert (again.added, again.known) == (0, 2)


def test_an_import_opens_no_file_outside_the_roots(writable: Daemon, music: Path, new_music: Path) -> None:
    link = new_music / "link.wav"
    link.symlink_to(music / "battle.wav")
    for path in (music, music / "battle.wav", link, new_music / ".." / "home"):
        request = library_pb2.ImportTracksRequest(paths=[str(path)])
        assert code_of(writable, writable.library.ImportTracks, request) is grpc.StatusCode.PERMISSION_DENIED
    relative = library_pb2.ImportTracksRequest(paths=["music"])
    assert code_of(writable, writable.library.ImportTracks, relative) is grpc.StatusCode.INVALID_ARGUMENT
    nothing = library_pb2.ImportTracksRequest()
    assert code_of(writable, writable.library.ImportTracks, nothing) is grpc.StatusCode.INVALID_ARGUMENT


def test_a_daemon_without_roots_imports_nothing(daemon: Daemon, music: Path) -> None:
    request = library_pb2.ImportTracksRequest(paths=[str(music)])
    assert code_of(daemon, daemon.library.ImportTracks, request) is grpc.StatusCode.PERMISSION_DENIED


def test_a_deleted_track_leaves_all_answers_and_keeps_its_file(writable: Daemon) -> None:
    gone = tracks(writable)[0]
    writable.call(writable.library.DeleteTrack, library_pb2.DeleteTrackRequest(name=gone.name))
    assert gone.name not in {track.name for track in tracks(writable)}
    stream = writable.call(writable.match.MatchFrames, iter([configured(top_k=100), colour_frame(0)]))
    assert gone.name not in {match.track for match in next(stream).answer.matches}
    assert Path(gone.file).is_file()
    request = library_pb2.DeleteTrackRequest(name=gone.name)
    assert code_of(writable, writable.library.DeleteTrack, request) is grpc.StatusCode.NOT_FOUND


def test_sessions_use_tracks_that_another_process_adds(home: Path, writable: Daemon, new_music: Path) -> None:
    with Library(home / "library") as library:
        bundle = load_bundle(home / "models" / "tiny")
        ingest(library, [new_music / "one.wav"], requirements_of([bundle]), jobs=1)

    def seen() -> bool:
        stream = writable.call(writable.match.MatchFrames, iter([configured(top_k=100), colour_frame(0)]))
        return len(next(stream).answer.matches) == 7

    wait_until(seen)


def test_a_running_daemon_computes_the_features_of_another_bundle(home: Path, tmp_path: Path) -> None:
    write_bundle(home / "models" / "other", features=("mfcc",), steps=12)
    with running_daemon(home, tmp_path, "--bundle", "tiny") as daemon:

        def answer() -> match_pb2.Answer:
            requests = [configured(model="models/other", top_k=100), colour_frame(0)]
            found: match_pb2.Answer = next(daemon.call(daemon.match.MatchFrames, iter(requests))).answer
            return found

        first = answer()
        assert (first.model, first.steps) == ("models/other", 12)
        wait_until(lambda: len(answer().matches) == 6)


def test_the_next_session_uses_a_retrained_bundle(home: Path, tmp_path: Path) -> None:
    with running_daemon(home, tmp_path, "--bundle", "tiny") as daemon:

        def distances() -> list[float]:
            stream = daemon.call(daemon.match.MatchFrames, iter([configured(), colour_frame(0)]))
            return [match.distance for match in next(stream).answer.matches]

        before = distances()
        again = write_bundle(tmp_path / "again" / "tiny", seed=7)
        for name in ("embed.onnx", "sequence.onnx", "bundle.json"):
            shutil.copy(again / name, home / "models" / "tiny" / name)
        wait_until(lambda: distances() != before)


def test_an_empty_library_gives_answers_without_matches(tiny_home: Path, tmp_path: Path) -> None:
    arguments = ("--bundle", "tiny", "--library", str(tmp_path / "empty"))
    with running_daemon(tiny_home, tmp_path, *arguments) as daemon:
        answer = next(daemon.call(daemon.match.MatchFrames, iter([configured(), colour_frame(0)]))).answer
        assert list(answer.matches) == []
        assert answer.steps_filled == 1
        assert tracks(daemon) == []


def test_a_running_daemon_follows_a_watched_folder(home: Path, new_music: Path, tmp_path: Path) -> None:
    arguments = ("--bundle", "tiny", "--watch-folder", str(new_music))
    with running_daemon(home, tmp_path, *arguments) as daemon:
        wait_until(lambda: len(tracks(daemon)) == 8)
        (new_music / "one.wav").unlink()
        wait_until(lambda: len(tracks(daemon)) == 7)


def test_bundles_can_be_listed_and_read(daemon: Daemon) -> None:
    listed = daemon.call(daemon.models.ListModels, model_pb2.ListModelsRequest()).models
    tiny = next(model for model in listed if model.name == "models/tiny")
    assert [model.name for model in listed] == sorted(model.name for model in listed)
    assert (tiny.steps, list(tiny.features), tiny.dimensions) == (24, ["chroma_stft"], 12)
    assert (tiny.held_out_loss, tiny.mean_loss) == (0.5, 1.0)
    request = model_pb2.GetModelRequest(name="models/tiny")
    assert daemon.call(daemon.models.GetModel, request).model == tiny
    unknown = model_pb2.GetModelRequest(name="models/nothing")
    assert code_of(daemon, daemon.models.GetModel, unknown) is grpc.StatusCode.NOT_FOUND
    assert (
        code_of(daemon, daemon.models.GetModel, model_pb2.GetModelRequest(name="models//etc"))
        is grpc.StatusCode.INVALID_ARGUMENT
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"model_id": "No Name"}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"game": " "}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"videos": []}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"preset": "best"}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"precision": "half"}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"steps": 1}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"features": ["loudness"]}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"videos": ["/etc/passwd"]}, grpc.StatusCode.PERMISSION_DENIED),
    ],
)
def test_invalid_trainings_are_refused_before_they_start(
    daemon: Daemon, music: Path, changed: dict[str, Any], code: grpc.StatusCode
) -> None:
    usual = {"model_id": "new", "game": "Game", "videos": [str(music / "battle.wav")]}
    request = model_pb2.TrainModelRequest(**{**usual, **changed})
    assert code_of(daemon, daemon.models.TrainModel, request) is code
