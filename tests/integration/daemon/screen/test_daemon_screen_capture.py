"""A real X display is captured with mss."""

import contextlib
from collections.abc import Iterator

import numpy as np
import pytest

from making.machine.display import Canvas, xvfb_display
from making.video import plain
from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.frames.decode import to_frame
from scenescore.frames.screen import Region, ScreenCapture, monitors, screen_problem

RED_HSV, GREEN_HSV, BLUE_HSV = [0, 255, 255], [60, 255, 255], [120, 255, 255]


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with xvfb_display(640, 480) as name:
        monkeypatch.setenv("DISPLAY", name)
        yield name


def test_a_whole_monitor_can_be_captured(display: str) -> None:
    with Canvas(display) as canvas, ScreenCapture() as capture:
        canvas.fill((0, 255, 0), 0, 0, 320, 480)
        canvas.fill((0, 0, 255), 320, 0, 320, 480)
        frame = capture.grab()
    assert frame.shape == (80, 80, 3)
    assert (frame[:, :40] == GREEN_HSV).all()
    assert (frame[:, 40:] == BLUE_HSV).all()


def test_only_the_region_is_captured(display: str) -> None:
    region = Region(left=101, top=53, width=200, height=120)
    with Canvas(display) as canvas, ScreenCapture(region=region) as capture:
        canvas.fill((0, 255, 0), 0, 0, 640, 480)
        canvas.fill((255, 0, 0), 101, 53, 200, 120)
        assert (capture.grab() == RED_HSV).all()


def test_each_capture_has_the_present_picture(display: str) -> None:
    with Canvas(display) as canvas, ScreenCapture() as capture:
        for colour, hsv in (((255, 0, 0), RED_HSV), ((0, 0, 255), BLUE_HSV)):
            canvas.fill(colour, 0, 0, 640, 480)
            assert (capture.grab() == hsv).all()


def test_a_picture_on_the_screen_gives_the_same_frame_as_the_picture(display: str) -> None:
    picture = np.random.default_rng(5).integers(0, 256, (12, 16, 3), np.uint8).repeat(20, 0).repeat(20, 1)
    region = Region(left=40, top=30, width=320, height=240)
    with Canvas(display) as canvas, ScreenCapture(region=region) as capture:
        canvas.show(picture, left=40, top=30)
        assert (capture.grab() == to_frame(picture)).all()


def test_the_monitors_are_listed_with_the_whole_desktop_first(display: str) -> None:
    assert screen_problem() == ""
    assert monitors() == [Region(0, 0, 640, 480)] * 2
    with ScreenCapture(monitor=0) as capture:
        assert capture.region == Region(0, 0, 640, 480)


@pytest.mark.parametrize(
    "region",
    [Region(600, 0, 100, 100), Region(0, 400, 10, 100), Region(-1, 0, 9, 9), Region(5000, 0, 9, 9)],
)
def test_a_region_beyond_the_desktop_is_refused_with_the_desktops_size(display: str, region: Region) -> None:
    with pytest.raises(InvalidInputError, match=rf"{region}.*0,0,640,480") as caught:
        ScreenCapture(region=region)
    assert caught.value.field == "region"


@pytest.mark.parametrize("region", [Region(0, 0, 0, 10), Region(0, 0, 10, -5), Region(0, 0, 20_000, 20_000)])
def test_a_region_of_an_impossible_size_is_refused(display: str, region: Region) -> None:
    with pytest.raises(InvalidInputError, match="16384"):
        ScreenCapture(region=region)


@pytest.mark.parametrize("monitor", [-1, 2, 99])
def test_an_unknown_monitor_is_refused(display: str, monitor: int) -> None:
    with pytest.raises(InvalidInputError, match=f"no monitor {monitor}") as caught:
        ScreenCapture(monitor=monitor)
    assert caught.value.field == "monitor"


def test_a_display_that_disappears_causes_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.ExitStack() as running:
        name = running.enter_context(xvfb_display())
        monkeypatch.setenv("DISPLAY", name)
        with ScreenCapture() as capture:
            capture.grab()
            running.close()
            for _ in range(2):
                with pytest.raises(UnavailableError, match=name):
                    capture.grab()
    assert name in screen_problem()


def test_the_error_without_a_display_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(variable, raising=False)
    assert "DISPLAY is not set" in screen_problem()
    for open_screen in (ScreenCapture, monitors):
        with pytest.raises(UnavailableError, match="DISPLAY is not set"):
            open_screen()


def test_the_error_names_a_wayland_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "Wayland" in screen_problem()
    with pytest.raises(UnavailableError, match="Wayland"):
        ScreenCapture()


def test_two_displays_can_be_captured_at_once() -> None:
    with xvfb_display() as first, xvfb_display() as second:
        assert first != second
        with Canvas(first) as canvas:
            canvas.show(plain((255, 0, 0)))
