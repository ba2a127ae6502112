"""A stream's session: it ends with the iteration, and it continues after its daemon was killed."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from making.daemon import Daemon, running_daemon, wait_until
from scenescore.errors import UnavailableError
from scenescore_client import Answer, AsyncClient, Backoff, Client, Connection, Frame, Status
from scenescore_client.sources import video_frames

RED = bytes((200, 20, 20)) * 6400


def endless() -> Iterator[Frame]:
    """Yield frames ten times per second until the stream is closed."""
    for index in range(3000):
        yield Frame(index * 100_000, RED)
        threading.Event().wait(0.1)


async def test_closing_the_iteration_closes_the_session(daemon: Daemon) -> None:
    async_client = AsyncClient(Connection(address=daemon.address, token=daemon.token))

    async def wait_for_sessions(number: int) -> None:
        while (await async_client.info()).sessions != number:
            await asyncio.sleep(0.02)

    await wait_for_sessions(0)  # those of the tests before are closed
    answers = async_client.match_frames(endless())
    assert (await anext(answers)).early
    assert (await async_client.info()).sessions == 1
    await answers.aclose()
    await wait_for_sessions(0)


def kill_and_restart(
    home: Path, scratch: Path, *, client: Client, frames: Iterator[Frame], paced: bool
) -> tuple[list[Answer], list[Answer], list[Status]]:
    """Kill a stream's daemon and start another; return the answers before and after, and the statuses."""
    statuses: list[Status] = []
    before: list[Answer] = []
    after: list[Answer] = []
    answers = client.match_frames(frames, paced=paced, on_status=statuses.append)
    with running_daemon(home, scratch, "--bundle", "tiny"):
        before.extend(next(answers) for _ in range(3))

    def read_on() -> None:
        for answer in answers:
            after.append(answer)
            if not paced and len(after) == 3:
                return

    thread = threading.Thread(target=read_on, daemon=True)
    thread.start()
    wait_until(lambda: any(not status.connected for status in statuses))
    with running_daemon(home, scratch, "--bundle", "tiny", "--token-file", str(scratch / "another token")):
        thread.join(120)
    assert not thread.is_alive()
    answers.close()
    return before, after, statuses


def test_a_stream_continues_after_kill_9_with_another_port_and_token(tiny_home: Path, tmp_path: Path) -> None:
    client = Client(Connection(ready_file=tmp_path / "ready.json"), Backoff(0.1, 0.5, give_up_after_s=120))
    before, after, statuses = kill_and_restart(
        tiny_home, tmp_path, client=client, frames=endless(), paced=False
    )
    assert statuses[0].connected
    assert statuses[-1].connected
    assert statuses[-1].address != statuses[0].address
    assert {status.error.reason for status in statuses if status.error} <= {"CONNECTION_LOST", "NO_DAEMON"}
    assert after[-1].frame_time_us > before[-1].frame_time_us


def test_a_recording_continues_after_kill_9_without_losing_a_frame(
    tiny_home: Path, tmp_path: Path, video: Path
) -> None:
    client = Client(Connection(ready_file=tmp_path / "ready.json"), Backoff(0.1, 0.5, give_up_after_s=120))
    frames = video_frames(video, real_time=False)
    before, after, _ = kill_and_restart(tiny_home, tmp_path, client=client, frames=frames, paced=True)
    assert [answer.frame_time_us for answer in before] == [0, 1_000_000, 2_000_000]
    sent_again_from_us = after[0].frame_time_us
    assert sent_again_from_us <= 2_200_000 + 3_000_000
    assert after[-1].frames_dropped == 0
    # The second daemon gets the frames without an answer and the rest.
    assert after[-1].frames_received >= (after[-1].frame_time_us - sent_again_from_us) / 200_000


async def test_a_stream_on_asyncio_continues_after_kill_9(tiny_home: Path, tmp_path: Path) -> None:
    client = AsyncClient(Connection(ready_file=tmp_path / "ready.json"), Backoff(0.1, 0.5, 120))
    statuses: list[Status] = []
    answers = client.match_frames(endless(), on_status=statuses.append)
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny"):
        first = await anext(answers)
    waiting = asyncio.create_task(anext(answers))
    while all(status.connected for status in statuses):
        await asyncio.sleep(0.02)
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny"):
        assert (await waiting).frame_time_us > first.frame_time_us
        await answers.aclose()


def test_a_daemon_that_stays_away_raises_an_error(tiny_home: Path, tmp_path: Path) -> None:
    backoff = Backoff(first_s=0.05, most_s=0.1, give_up_after_s=0.5)
    client = Client(Connection(ready_file=tmp_path / "ready.json"), backoff)
    answers = client.match_frames(endless())
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny"):
        next(answers)
    with pytest.raises(UnavailableError, match="no daemon answers"):
        list(answers)
