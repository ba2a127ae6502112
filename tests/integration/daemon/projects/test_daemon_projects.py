"""Projects over gRPC: each sees its own music and its own cues, and its file teaches the daemon."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import grpc
import numpy as np
import pytest

from making.daemon import Daemon, FrameStream, colour_frame, first_answer, running_daemon
from scenescore.library.project.window_picture import to_picture
from scenescore.v1 import cue_pb2, daemon_pb2, library_pb2, match_pb2, project_pb2

RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture(scope="module")
def games(music: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two games with three pieces each; the second also has one of the first's."""
    pieces = sorted(file for file in music.iterdir() if file.is_file())
    folders = {}
    for name, own in (("one", pieces[:3]), ("two", [*pieces[3:6], pieces[0]])):
        folder = tmp_path_factory.mktemp(name) / "music"
        folder.mkdir()
        for file in own:
            shutil.copy(file, folder)
        folders[name] = folder
    return folders


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without music."""
    folder = tmp_path_factory.mktemp("projects") / "home"
    shutil.copytree(tiny_home / "models", folder / "models")
    return folder


@pytest.fixture(scope="module")
def daemon(home: Path, games: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    roots = [text for folder in games.values() for text in ("--allow-root", str(folder.parent))]
    with running_daemon(home, tmp_path_factory.mktemp("daemon"), "--bundle", "tiny", *roots) as running:
        for name, folder in games.items():
            open_project(running, name, folder)
            list(
                running.call(
                    running.library.ImportTracks,
                    library_pb2.ImportTracksRequest(paths=[str(folder)], project=f"projects/{name}"),
                )
            )
        yield running


def open_project(daemon: Daemon, name: str, *music: Path) -> project_pb2.OpenProjectResponse:
    project = project_pb2.Project(
        name=f"projects/{name}", display_name=name.title(), music=[str(one) for one in music]
    )
    response: project_pb2.OpenProjectResponse = daemon.call(
        daemon.projects.OpenProject, project_pb2.OpenProjectRequest(project=project)
    )
    return response


def tracks(daemon: Daemon, project: str = "") -> dict[str, str]:
    """Return the tracks that a project sees, by their files' names."""
    request = library_pb2.ListTracksRequest(project=f"projects/{project}" if project else "")
    page = daemon.call(daemon.library.ListTracks, request)
    assert page.total_size == len(page.tracks)
    return {Path(track.file).name: track.name for track in page.tracks}


def ranked(daemon: Daemon, project: str = "") -> set[str]:
    """Return the tracks that a session of a project ranks."""
    answer = first_answer(daemon, top_k=100, project=f"projects/{project}" if project else "")
    return {match.track for match in answer.matches}


def hsv(colour: tuple[int, int, int], count: int = 1) -> np.ndarray:
    one = cv2.cvtColor(np.full((80, 80, 3), colour, np.uint8), cv2.COLOR_RGB2HSV)
    return np.stack([one] * count)


def cues(daemon: Daemon, project: str) -> list[cue_pb2.Cue]:
    request = cue_pb2.ListCuesRequest(project=f"projects/{project}")
    return list(daemon.call(daemon.cues.ListCues, request).cues)


def sync(daemon: Daemon, project: str, *declared: cue_pb2.SyncedCue) -> cue_pb2.SyncCuesResponse:
    config = cue_pb2.SyncCuesConfig(project=f"projects/{project}" if project else "")
    requests = [
        cue_pb2.SyncCuesRequest(config=config),
        *(cue_pb2.SyncCuesRequest(cue=one) for one in declared),
    ]
    response: cue_pb2.SyncCuesResponse = daemon.call(daemon.cues.SyncCues, iter(requests))
    return response


def declared(scene: str, track: str, colour: tuple[int, int, int] = RED, **more: Any) -> cue_pb2.SyncedCue:
    return cue_pb2.SyncedCue(scene=scene, track=track, window=to_picture(hsv(colour, 12)), **more)


def refused(call: Any, code: grpc.StatusCode) -> str:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    assert caught.value.code() == code
    return str(caught.value.details())


def test_listings_sessions_and_searches_use_only_the_tracks_of_their_project(
    daemon: Daemon, games: dict[str, Path]
) -> None:
    one, two = tracks(daemon, "one"), tracks(daemon, "two")
    assert set(one) == {file.name for file in games["one"].iterdir()}
    assert set(two) == {file.name for file in games["two"].iterdir()}
    assert len(set(one.values()) & set(two.values())) == 1
    assert tracks(daemon) == {}
    assert ranked(daemon, "one") == set(one.values())
    assert ranked(daemon, "two") == set(two.values())
    assert ranked(daemon) == set()
    own = next(name for name in one.values() if name not in two.values())
    found = daemon.call(
        daemon.library.FindSimilarTracks,
        library_pb2.FindSimilarTracksRequest(name=own, project="projects/one"),
    )
    assert {match.track for match in found.matches} == set(one.values()) - {own}
    refused(
        lambda: daemon.call(
            daemon.library.FindSimilarTracks,
            library_pb2.FindSimilarTracksRequest(name=own, project="projects/two"),
        ),
        grpc.StatusCode.NOT_FOUND,
    )
    info = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
    assert info.tracks == len(set(one.values()) | set(two.values()))
    assert list(info.loaded_models) == ["models/tiny"]


def test_tracks_of_two_projects_are_computed_and_stored_once(
    daemon: Daemon, home: Path, games: dict[str, Path]
) -> None:
    progress = list(
        daemon.call(
            daemon.library.ImportTracks,
            library_pb2.ImportTracksRequest(paths=[str(games["two"])], project="projects/one"),
        )
    )
    assert (progress[-1].added, progress[-1].known) == (0, 4)
    assert set(tracks(daemon, "one").values()) > set(tracks(daemon, "two").values())
    open_project(daemon, "one", games["one"])
    assert len(tracks(daemon, "one")) == 3
    with sqlite3.connect(home / "library" / "library.sqlite3") as database:
        (rows,) = database.execute("SELECT count(*) FROM features").fetchone()
        (stored,) = database.execute("SELECT count(*) FROM tracks").fetchone()
        (keys,) = database.execute("SELECT count(DISTINCT key) FROM features").fetchone()
    assert (stored, rows) == (6, 6 * keys)


def test_an_assignment_uses_only_the_tracks_of_its_project(daemon: Daemon) -> None:
    def requests(project: str) -> Iterator[match_pb2.AssignScenesRequest]:
        yield match_pb2.AssignScenesRequest(config=match_pb2.AssignConfig(project=project))
        for i in range(3):
            yield match_pb2.AssignScenesRequest(scene=match_pb2.AssignScene(name=f"scene {i}"))
            yield match_pb2.AssignScenesRequest(frame=colour_frame(0, (i * 80, 40, 40)).frame)

    answer = daemon.call(daemon.match.AssignScenes, requests("projects/two"))
    assert {one.match.track for one in answer.assignments} <= set(tracks(daemon, "two").values())
    refused(
        lambda: daemon.call(daemon.match.AssignScenes, requests("")),
        grpc.StatusCode.FAILED_PRECONDITION,
    )


def test_each_project_has_its_own_cue_for_a_scene_name(daemon: Daemon) -> None:
    for project in ("one", "two"):
        stream = FrameStream(daemon, top_k=100, project=f"projects/{project}")
        for second in range(3):
            stream.send(colour_frame(second, RED))
            before = stream.answer()
        wanted = before.matches[-1].track
        request = cue_pb2.AddCueRequest(scene="scene 1", track=wanted, session=before.session)
        cue = daemon.call(daemon.cues.AddCue, request).cue
        assert cue.project == f"projects/{project}"
        stream.send(colour_frame(3, RED))
        assert stream.answer().matches[0].track == wanted
        stream.end()
        assert [one.name for one in cues(daemon, project)] == [cue.name]
    assert len(cues(daemon, "one")) == 1
    assert cues(daemon, "default") == []
    for project in ("one", "two"):
        assert sync(daemon, project).removed == 1


def test_cues_of_a_project_file_apply_from_the_first_session(daemon: Daemon) -> None:
    names = sorted(tracks(daemon, "two"))
    own = tracks(daemon, "two")
    report = sync(
        daemon,
        "two",
        declared("boss", own[names[0]], RED, stillness=0.5),
        cue_pb2.SyncedCue(
            scene="town", file=f"/somewhere/else/{names[1]}", frames=[one.tobytes() for one in hsv(BLUE, 6)]
        ),
        declared("sea", "tracks/0123456789abcdef", (20, 200, 20), title="Not here"),
    )
    assert (report.known, report.added, report.removed) == (0, 3, 0)
    (missing,) = report.unresolved
    assert (missing.scene, missing.title) == ("sea", "Not here")
    assert [(cue.scene, cue.track) for cue in cues(daemon, "two")][:2] == [
        ("boss", own[names[0]]), ("town", own[names[1]]),
    ]  # fmt: skip
    for colour, name in ((RED, names[0]), (BLUE, names[1])):
        stream = FrameStream(daemon, project="projects/two")
        stream.send(colour_frame(0, colour))
        assert stream.answer().matches[0].track == own[name]
        stream.end()
    # The same again changes nothing, and what the file no longer says is forgotten.
    again = sync(daemon, "two", declared("boss", own[names[0]], RED))
    assert (again.known, again.added, again.removed) == (1, 0, 2)
    assert sync(daemon, "two").removed == 1


def test_a_failed_sync_changes_no_cue(daemon: Daemon) -> None:
    own = next(iter(tracks(daemon, "one").values()))
    sync(daemon, "one", declared("boss", own))
    before = cues(daemon, "one")
    wrong = [
        declared("boss", own, frames=[hsv(RED).tobytes()]),
        cue_pb2.SyncedCue(scene="boss", window=declared("", own).window),
        cue_pb2.SyncedCue(scene="boss", track=own, window=b"no picture"),
        cue_pb2.SyncedCue(scene="", track=own, window=b"x"),
        cue_pb2.SyncedCue(scene="boss", track=own, frames=[b"short"]),
        cue_pb2.SyncedCue(scene="boss", track="cues/1", window=b"x"),
        declared("boss", own, stillness=2),
    ]
    for one in wrong:
        refused(
            lambda one=one: sync(daemon, "one", declared("town", own), one),
            grpc.StatusCode.INVALID_ARGUMENT,
        )
    refused(lambda: sync(daemon, ""), grpc.StatusCode.INVALID_ARGUMENT)
    refused(lambda: daemon.call(daemon.cues.SyncCues, iter([])), grpc.StatusCode.INVALID_ARGUMENT)
    assert cues(daemon, "one") == before
    assert sync(daemon, "one").removed == 1


def test_unopened_projects_and_forbidden_folders_are_refused(
    daemon: Daemon, games: dict[str, Path], tmp_path: Path
) -> None:
    for call in (
        lambda: first_answer(daemon, project="projects/three"),
        lambda: tracks(daemon, "three"),
        lambda: sync(daemon, "three"),
        lambda: cues(daemon, "three"),
    ):
        assert "three" in refused(call, grpc.StatusCode.NOT_FOUND)
    refused(lambda: first_answer(daemon, project="Three"), grpc.StatusCode.INVALID_ARGUMENT)
    refused(lambda: open_project(daemon, "four", tmp_path), grpc.StatusCode.PERMISSION_DENIED)
    refused(lambda: open_project(daemon, "default"), grpc.StatusCode.INVALID_ARGUMENT)
    # A folder that this machine doesn't have, as in a project that was just cloned, is no mistake.
    lacking = games["one"].parent / "not here"
    assert open_project(daemon, "four", lacking).tracks == 0
    listed = daemon.call(daemon.projects.ListProjects, project_pb2.ListProjectsRequest(page_size=2))
    rest = daemon.call(
        daemon.projects.ListProjects, project_pb2.ListProjectsRequest(page_token=listed.next_page_token)
    )
    assert [one.display_name for one in (*listed.projects, *rest.projects)] == ["Four", "One", "Two"]
    assert list(listed.projects[0].music) == [str(lacking)]
    # Without music, the project keeps what it had.
    assert list(open_project(daemon, "four").project.music) == [str(lacking)]
