"""The client captures its own screen, on a real X display."""

import time
from collections.abc import Iterator

import pytest

from making.daemon import Daemon
from making.machine.display import Canvas, ensure_xvfb, xvfb_display
from scenescore_client import AsyncClient, Client, Connection
from scenescore_client.sources import screen_frames

RED, BLUE = (220, 10, 10), (10, 10, 220)


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return a display of 640×480; its left half is red, its right half blue."""
    ensure_xvfb()
    with xvfb_display() as name:
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        with Canvas(name) as canvas:
            canvas.fill(RED, 0, 0, 320, 480)
            canvas.fill(BLUE, 320, 0, 320, 480)
            yield name


def test_the_whole_screen_is_captured(display: str) -> None:
    frames = screen_frames(frames_per_second=20)
    first, second = next(frames), next(frames)
    frames.close()
    assert tuple(first.data[:3]) == RED
    assert tuple(first.data[-3:]) == BLUE
    assert 0 <= first.capture_time_us < second.capture_time_us


def test_only_the_region_is_captured(display: str) -> None:
    frame = next(screen_frames(region=(330, 10, 100, 50)))
    assert frame.data == bytes(BLUE) * 6400


def test_a_slow_caller_gets_the_present_screen(display: str) -> None:
    frames = screen_frames(frames_per_second=20)
    first = next(frames)
    time.sleep(0.5)
    assert next(frames).capture_time_us - first.capture_time_us >= 500_000


async def test_the_screen_is_streamed_by_both_clients(display: str, daemon: Daemon) -> None:
    connection = Connection(address=daemon.address, token=daemon.token)
    answers = Client(connection).match_frames(screen_frames(frames_per_second=20))
    assert [next(answers).early for _ in range(2)] == [True, True]
    answers.close()
    async_answers = AsyncClient(connection).match_frames(screen_frames(frames_per_second=20))
    assert [(await anext(async_answers)).early for _ in range(2)] == [True, True]
    await async_answers.aclose()
