"""The Python client with a real daemon."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from making.daemon import Daemon, running_daemon, wait_until
from making.sound import chords, write_sound
from scenescore.errors import (
    BrokenFileError,
    InvalidInputError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)
from scenescore_client import Answer, AsyncClient, Backoff, Client, Connection, Frame, SessionConfig
from scenescore_client.sources import video_frames

FAST = Backoff(first_s=0.1, most_s=0.5, give_up_after_s=90)
RED, BLUE = bytes((200, 20, 20)) * 6400, bytes((20, 20, 200)) * 6400


def connection(daemon: Daemon) -> Connection:
    return Connection(address=daemon.address, token=daemon.token)


@pytest.fixture
def client(daemon: Daemon) -> Client:
    return Client(connection(daemon), FAST)


@pytest.fixture
def async_client(daemon: Daemon) -> AsyncClient:
    return AsyncClient(connection(daemon), FAST)


def check_whole_video(answers: list[Answer]) -> None:
    assert [answer.frame_time_us for answer in answers] == [1_000_000 * second for second in range(20)]
    assert answers[-1].frames_dropped == 0
    assert answers[-1].frames_received >= 96
    assert answers[0].early
    assert answers[0].steps_filled == 1
    assert not answers[-1].early
    assert answers[-1].steps_filled == answers[-1].steps == 24
    assert all(len(answer.matches) == 3 for answer in answers)


def test_a_paced_video_is_streamed_without_dropped_frames(client: Client, video: Path) -> None:
    check_whole_video(list(client.match_frames(video_frames(video, real_time=False), paced=True)))


async def test_a_paced_video_is_streamed_on_asyncio(async_client: AsyncClient, video: Path) -> None:
    answers = async_client.match_frames(video_frames(video, real_time=False), paced=True)
    check_whole_video([answer async for answer in answers])


def test_in_real_time_the_first_answer_comes_with_the_first_frame(client: Client, video: Path) -> None:
    answers = list(client.match_frames(video_frames(video, end_s=2.5)))
    assert answers[0].frame_time_us == 0
    assert answers[0].early
    assert len(answers) >= 3


async def test_frames_may_come_from_an_async_generator(async_client: AsyncClient) -> None:
    async def frames() -> AsyncIterator[Frame]:
        for index in range(10):
            yield Frame(index * 500_000, RED)
            await asyncio.sleep(0)

    config = SessionConfig(top_k=1, answer_interval_s=0.5)
    answers = [answer async for answer in async_client.match_frames(frames(), config, paced=True)]
    assert len(answers) == 10
    assert all(len(answer.matches) == 1 for answer in answers)


def test_an_unreadable_frame_raises_an_error_with_its_field(client: Client) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list(client.match_frames([Frame(0, b"123")]))
    assert caught.value.field == "frame.data"
    assert caught.value.status == "INVALID_ARGUMENT"


def breaks_off() -> Iterator[Frame]:
    yield Frame(0, RED)
    raise BrokenFileError("game.mp4", "it ends in the middle")


async def test_an_error_of_the_frame_source_reaches_the_caller(
    client: Client, async_client: AsyncClient
) -> None:
    with pytest.raises(BrokenFileError, match=r"game\.mp4: it ends in the middle"):
        await asyncio.to_thread(list, client.match_frames(breaks_off()))
    with pytest.raises(BrokenFileError, match=r"game\.mp4: it ends in the middle"):
        _ = [answer async for answer in async_client.match_frames(breaks_off())]


def test_a_wrong_token_and_a_missing_daemon_raise_errors(daemon: Daemon) -> None:
    with pytest.raises(PermissionDeniedError, match="token is wrong"):
        Client(Connection(address=daemon.address, token="x" * 40)).info()
    with pytest.raises(UnavailableError, match=r"no daemon answers at 127\.0\.0\.1:1 ") as caught:
        list(Client(Connection(address="127.0.0.1:1", token="x"), FAST).match_frames([Frame(0, RED)]))
    assert caught.value.reason == "CONNECTION_LOST"


def test_a_clip_gets_one_answer(client: Client, video: Path, tmp_path: Path) -> None:
    assert client.match_clip(video, SessionConfig(top_k=2), end_s=15.0).steps_filled == 24
    assert client.match_clip(str(video), end_s=15.0).steps_filled == 24
    assert client.match_clip([Frame(0, RED), Frame(500_000, BLUE)]).frames_received == 2
    with pytest.raises(NotFoundError):
        client.match_clip(tmp_path / "none.mp4")
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(BrokenFileError):
        client.match_clip(tmp_path / "text.mp4")


async def test_a_clip_on_asyncio(async_client: AsyncClient, video: Path) -> None:
    assert (await async_client.match_clip(video)).steps_filled == 24


def test_tracks_are_listed_compared_and_read(client: Client, music: Path) -> None:
    tracks = client.list_tracks()
    assert len(tracks) == 6
    found = client.find_similar_tracks(tracks[0].name, top_k=3)
    assert [match.rank for match in found] == [1, 2, 3]
    assert tracks[0].name not in {match.track for match in found}
    chunks = list(client.read_track_audio(tracks[0].name))
    assert b"".join(chunk.data for chunk in chunks) == Path(tracks[0].file).read_bytes()
    assert chunks[0].total_bytes == Path(tracks[0].file).stat().st_size
    with pytest.raises(NotFoundError):
        client.find_similar_tracks("tracks/abcdef")
    with pytest.raises(PermissionDeniedError):
        list(client.import_tracks([music]))


async def test_tracks_are_listed_compared_and_read_on_asyncio(async_client: AsyncClient) -> None:
    tracks = await async_client.list_tracks()
    assert len(await async_client.find_similar_tracks(tracks[0].name)) == 5
    chunks = [chunk async for chunk in async_client.read_track_audio(tracks[0].name)]
    assert chunks[0].content_type.startswith("audio/")


async def test_an_imported_folder_is_followed_if_asked_for(tiny_home: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "music"
    shutil.copytree(tiny_home, home)
    folder.mkdir()
    write_sound(folder / "first.wav", chords(3, seed=41), rate=22_050)
    with running_daemon(home, tmp_path, "--bundle", "tiny", "--allow-root", str(folder)) as daemon:
        client = Client(connection(daemon), FAST)
        *_, last = client.import_tracks([folder], follow=True)
        assert (last.added, last.files_total) == (1, 1)
        write_sound(folder / "second.wav", chords(3, seed=42), rate=22_050)
        wait_until(lambda: "second" in [track.title for track in client.list_tracks()])
        again = AsyncClient(connection(daemon), FAST).import_tracks([folder], follow=True)
        assert [progress async for progress in again][-1].known == 2


async def test_both_clients_list_the_same_models(client: Client, async_client: AsyncClient) -> None:
    # The project's own bundles are listed, too.
    assert "models/tiny" in [model.name for model in client.list_models()]
    assert await async_client.list_models() == client.list_models()


def test_the_commands_call_a_running_daemon(
    tiny_home: Path, music: Path, tmp_path: Path, video: Path
) -> None:
    ready = str(tmp_path / "ready.json")

    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "scenescore_client.main", "--ready-file", ready, *arguments],
            env={**os.environ, "SCENESCORE_HOME": str(tiny_home)},
            capture_output=True,
            text=True,
            check=False,
        )

    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--allow-root", str(music)) as daemon:
        assert json.loads(command("info", "--json").stdout)["tracks"] == 6
        assert len(json.loads(command("tracks", "--json").stdout)["tracks"]) == 6
        # One file is enough: the project's own bundles need further features of each track.
        known = str(music / "short.wav")
        assert "0 added, 1 already there, 0 left out" in command("import", known).stdout
        assert command("import", str(tmp_path)).returncode == PermissionDeniedError.exit_code
        streamed = command("stream", str(video), "--fast", "--json").stdout
        told = [json.loads(line) for line in streamed.splitlines()]
        assert told[0]["status"]["connected"]
        assert [answer["answer"]["frame_time_us"] for answer in told[1:]] == [
            1_000_000 * second for second in range(20)
        ]
        assert command("shutdown").returncode == 0
        assert daemon.process.wait(300) == 0
