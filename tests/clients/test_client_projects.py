"""The client's projects: opened, listed, taught by their own files, and kept apart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from making.daemon import Daemon, running_daemon
from scenescore.errors import InvalidInputError, NotFoundError, PermissionDeniedError
from scenescore_client import (
    AsyncClient,
    Client,
    Connection,
    Encoding,
    Frame,
    ProjectCue,
    Scene,
    SessionConfig,
)

RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture(scope="module")
def folder(music: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    game = tmp_path_factory.mktemp("game") / "music"
    game.mkdir()
    for file in sorted(one for one in music.iterdir() if one.is_file())[:3]:
        shutil.copy(file, game)
    return game


@pytest.fixture(scope="module")
def daemon(tiny_home: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    home = shutil.copytree(tiny_home, tmp_path_factory.mktemp("projects") / "home")
    with running_daemon(
        home, tmp_path_factory.mktemp("daemon"), "--bundle", "tiny", "--allow-root", str(folder.parent)
    ) as running:
        yield running


def frame(second: int = 0, colour: tuple[int, int, int] = RED) -> Frame:
    return Frame(second * 1_000_000, bytes(colour) * 6400, 80, 80, Encoding.RGB8)


def test_a_project_keeps_its_tracks_and_cues_apart(daemon: Daemon, folder: Path) -> None:
    client = Client(Connection(address=daemon.address, token=daemon.token))
    name = "projects/ruins-1"
    opened = client.open_project(name, display_name="Ruins", folder=folder.parent, music=[folder])
    assert (opened.project.name, opened.project.music, opened.tracks) == (name, (str(folder),), 0)
    assert list(client.import_tracks([folder], project=name))[-1].known == 3
    own = {track.name for track in client.list_tracks(project=name)}
    assert len(own) == 3
    assert len(client.list_tracks()) == 6
    first = sorted(own)[0]
    assert {match.track for match in client.find_similar_tracks(first, project=name)} == own - {first}
    config = SessionConfig(project=name, top_k=100)
    before = client.match_clip([frame(second) for second in range(12)], config)
    assert {match.track for match in before.matches} == own
    wanted = before.matches[-1]
    window = cv2.imencode(".webp", np.full((80, 960, 3), RED[::-1], np.uint8))[1].tobytes()
    synced = client.sync_cues(
        name,
        [
            ProjectCue("boss", file=Path(wanted.file).name, window=window, stillness=1.0),
            ProjectCue("sea", track="tracks/0123456789abcdef", title="Not here", frames=[frame(0, BLUE)]),
        ],
    )
    assert (synced.known, synced.added, synced.removed) == (0, 2, 0)
    assert [(one.scene, one.title) for one in synced.unresolved] == [("sea", "Not here")]
    assert client.match_clip([frame(second) for second in range(12)], config).matches[0].track == wanted.track
    cue, _ = client.list_cues(project=name)
    assert (cue.scene, cue.track, cue.model, cue.project) == ("boss", wanted.track, "", name)
    assert client.list_cues() == []
    (assigned,) = client.assign_scenes([Scene("boss", [frame()])], project=name)
    assert assigned.match.track in own
    assert client.sync_cues(name, []).removed == 2
    assert [project.name for project in client.list_projects()] == [name]


@pytest.fixture
def client(daemon: Daemon) -> AsyncClient:
    return AsyncClient(Connection(address=daemon.address, token=daemon.token))


async def test_errors_say_why_a_call_is_refused(client: AsyncClient, tmp_path: Path) -> None:
    with pytest.raises(PermissionDeniedError):
        await client.open_project("projects/other-1", music=[tmp_path])
    with pytest.raises(InvalidInputError):
        await client.open_project("Ruins")
    with pytest.raises(NotFoundError, match="nobody-1"):
        await client.sync_cues("projects/nobody-1", [])
    await client.open_project("projects/other-1", display_name="Other")
    with pytest.raises(InvalidInputError, match="window and frames"):
        await client.sync_cues("projects/other-1", [ProjectCue("boss", "A", window=b"x", frames=[frame()])])
    with pytest.raises(InvalidInputError):
        await client.sync_cues("projects/other-1", [ProjectCue("boss", title="A", frames=[Frame(0, b"")])])
    added = await client.sync_cues("projects/other-1", [ProjectCue("boss", title="A", frames=[frame()])])
    assert (added.added, [one.scene for one in added.unresolved]) == (0, ["boss"])
