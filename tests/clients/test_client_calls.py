"""The calls of both Python clients, without live streams."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from making.daemon import Daemon, running_daemon
from making.video import plain, write_video
from scenescore.errors import (
    InvalidInputError,
    NotFoundError,
    PreconditionError,
    ScenescoreError,
    UnavailableError,
)
from scenescore.library.store.library import Library
from scenescore_client import AsyncClient, Client, Connection, Frame, Scene

RED, BLUE = bytes((200, 20, 20)) * 6400, bytes((20, 20, 200)) * 6400


class OnAsyncio:
    """An `AsyncClient` with blocking calls."""

    def __init__(self, connection: Connection) -> None:
        self._client = AsyncClient(connection)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method that blocks."""

        def call(*arguments: Any, **options: Any) -> Any:
            return asyncio.run(getattr(self._client, name)(*arguments, **options))

        return call


@pytest.fixture(params=[Client, OnAsyncio])
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def client(daemon: Daemon, kind: Any) -> Any:
    return kind(Connection(address=daemon.address, token=daemon.token))


@pytest.fixture(scope="module")
def own_home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the home whose library these tests may change."""
    return shutil.copytree(tiny_home, tmp_path_factory.mktemp("calls") / "home")


@pytest.fixture(scope="module")
def own_daemon(own_home: Path) -> Iterator[Daemon]:
    """Return a daemon whose library these tests may change."""
    with running_daemon(own_home, own_home.parent, "--bundle", "tiny") as daemon:
        yield daemon
        assert daemon.process.poll() is None


@pytest.fixture
def own_client(own_daemon: Daemon, own_home: Path, kind: Any) -> Iterator[Any]:
    """Return a client of that daemon. The cues of a test are deleted at its end."""
    client = kind(Connection(ready_file=str(own_home.parent / "ready.json")))
    yield client
    for cue in client.list_cues():
        client.delete_cue(cue.name)


def refusal(call: Callable[[], Any]) -> ScenescoreError:
    with pytest.raises(ScenescoreError) as refused:
        call()
    return refused.value


def test_one_track_and_one_bundle_equal_the_list_entries(client: Any) -> None:
    tracks = client.list_tracks()
    assert [client.get_track(track.name) for track in tracks] == tracks
    (tiny,) = (model for model in client.list_models() if model.name == "models/tiny")
    assert client.get_model("models/tiny") == tiny


def test_missing_resources_and_malformed_names_raise_different_errors(client: Any) -> None:
    assert isinstance(refusal(lambda: client.get_track("tracks/0000000000000000")), NotFoundError)
    assert isinstance(refusal(lambda: client.get_model("models/none")), NotFoundError)
    assert isinstance(refusal(lambda: client.delete_track("tracks/0000000000000000")), NotFoundError)
    assert isinstance(refusal(lambda: client.delete_cue("cues/0123456789abcdef")), NotFoundError)
    refused = refusal(lambda: client.get_track("battle"))
    assert isinstance(refused, InvalidInputError)
    assert refused.field == "name"


def test_a_deleted_track_leaves_the_library_but_its_file_stays(own_client: Any) -> None:
    first, *rest = own_client.list_tracks()
    assert own_client.delete_track(first.name) is None
    assert own_client.list_tracks() == rest
    assert Path(first.file).exists()
    assert isinstance(refusal(lambda: own_client.get_track(first.name)), NotFoundError)


def test_a_cue_is_stored_in_hsv_listed_and_deleted(own_client: Any, own_home: Path) -> None:
    track = own_client.list_tracks()[0]
    pictures = np.random.default_rng(1).integers(0, 256, (24, 80, 80, 3), np.uint8)
    window = [Frame(step * 500_000, picture.tobytes()) for step, picture in enumerate(pictures)]
    made = own_client.add_cue("boss fight", track.name, window)
    assert (made.scene, made.track, made.model) == ("boss fight", track.name, "models/tiny")
    already = [np.full((80, 80, 3), (100, 50, 25), np.uint8).tobytes()] * 24
    other = own_client.add_cue("walk", track.name, already, model="models/tiny")
    assert own_client.list_cues() == [made, other]
    with Library(own_home / "library") as library:
        (_, kept), _ = library.cues.with_frames("tiny")
    for frame, picture in zip(kept, pictures, strict=True):
        assert np.array_equal(frame, cv2.cvtColor(picture, cv2.COLOR_RGB2HSV))
    own_client.delete_cue(made.name)
    assert own_client.list_cues() == [other]


def test_a_cue_is_made_from_an_open_session(own_client: Any, own_daemon: Daemon) -> None:
    streaming = Client(Connection(address=own_daemon.address, token=own_daemon.token))
    track = own_client.list_tracks()[0]
    answers = streaming.match_frames((Frame(step * 500_000, RED) for step in range(10_000)), paced=True)
    session = next(answers).session
    made = own_client.add_cue("boss", track.name, session=session)
    assert (made.scene, made.track, made.model) == ("boss", track.name, "models/tiny")
    answers.close()
    assert own_client.list_cues() == [made]


def test_a_cue_of_too_few_frames_is_refused(client: Any) -> None:
    track = client.list_tracks()[0]
    refused = refusal(lambda: client.add_cue("boss", track.name, [Frame(0, RED)]))
    assert isinstance(refused, InvalidInputError)
    assert refused.field == "frames"


def test_each_scene_gets_its_own_track(client: Any, tmp_path: Path) -> None:
    video = write_video(tmp_path / "walk.mp4", [plain((0, 120, 0))] * 140, frames_per_second=10)
    tracks = client.list_tracks()
    scenes = [
        Scene("fight", [Frame(step * 500_000, RED) for step in range(26)]),
        Scene("night", [Frame(step * 500_000, BLUE) for step in range(26)], pinned_track=tracks[2].name),
        Scene("walk", video),
    ]
    found = client.assign_scenes(scenes, excluded_tracks=[tracks[0].name])
    assert [one.scene for one in found] == ["fight", "night", "walk"]
    given = [one.match.track for one in found]
    assert len(set(given)) == 3
    assert given[1] == tracks[2].name
    assert tracks[0].name not in given
    assert all(one.match.rank >= 1 and one.match.distance >= 0 for one in found)


def test_an_impossible_assignment_is_refused(client: Any, tmp_path: Path) -> None:
    many = [Scene(f"scene {number}", [Frame(0, RED)]) for number in range(7)]
    assert isinstance(refusal(lambda: client.assign_scenes(many)), PreconditionError)
    assert len(client.assign_scenes(many, max_uses_per_track=2)) == 7
    missing = refusal(lambda: client.assign_scenes([Scene("walk", tmp_path / "none.mp4")]))
    assert isinstance(missing, NotFoundError)
    assert "none.mp4" in missing.message
    refused = refusal(lambda: client.assign_scenes(many, max_uses_per_track=2**40))
    assert isinstance(refused, InvalidInputError)
    assert refused.field == "config.max_uses_per_track"


def test_the_most_similar_bundle_comes_first(client: Any) -> None:
    pictures = [Frame(0, np.random.default_rng(0).integers(0, 256, 19_200, np.uint8).tobytes())]
    found = client.suggest_model(pictures)
    assert found
    assert [one.dissimilarity for one in found] == sorted(one.dissimilarity for one in found)
    assert all(0 <= one.dissimilarity <= 64 for one in found)
    assert {one.model.name for one in found} <= {model.name for model in client.list_models()}
    assert isinstance(refusal(lambda: client.suggest_model([])), InvalidInputError)


def test_the_error_without_a_daemon_names_the_ready_file(tmp_path: Path, kind: Any) -> None:
    gone = kind(Connection(ready_file=str(tmp_path / "ready.json")))
    refused = refusal(lambda: gone.get_model("models/tiny"))
    assert isinstance(refused, UnavailableError)
    assert str(tmp_path / "ready.json") in refused.message
