"""Captures the screen with mss: on Linux (X11), Windows and macOS."""

import contextlib
import os
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import mss
import numpy as np
from mss.exception import ScreenShotError

from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.frames.decode import check_size, to_frame

_WAYLAND_PROBLEM = (
    "this is a Wayland session: programs can't see the screen; log in to an X11 (Xorg) session, or send "
    "the frames from the game itself"
)

# mss checks replies with assertions. A display that is gone fails one of them.
_FAILURES = (ScreenShotError, OSError, AssertionError)


@dataclass(frozen=True)
class Region:
    """A rectangle of the desktop in physical pixels.

    Attributes
    ----------
    left, top : int
        Distance from the desktop's left and top edge. Negative on a monitor left of or above the main one.
    width, height : int
        Size, 1 or more.
    """

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.width},{self.height}"

    def holds(self, other: "Region") -> bool:
        """Tell whether another region lies inside this one.

        Parameters
        ----------
        other : Region
            The other region.

        Returns
        -------
        bool
            Whether this region contains all of the other.
        """
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )


def screen_problem() -> str:
    """Say why the screen can't be captured.

    Returns
    -------
    str
        The reason and what to do about it; empty if capture works.
    """
    if problem := _known_problem():
        return problem
    try:
        with _connect() as screen:
            if _is_xwayland(screen):
                return _WAYLAND_PROBLEM
            corner = screen.monitors[0]
            screen.grab({"left": corner["left"], "top": corner["top"], "width": 1, "height": 1})
    except UnavailableError as error:
        return error.message
    except _FAILURES as error:
        return f"the screen can't be captured: {error}"
    return ""


def monitors() -> list[Region]:
    """List the monitors.

    Returns
    -------
    list of Region
        The whole desktop first, then each monitor. The index is the argument `monitor` of
        :class:`ScreenCapture`.

    Raises
    ------
    UnavailableError
        The screen can't be captured.
    """
    if problem := _known_problem():
        raise UnavailableError(problem)
    with _connect() as screen:
        return _monitors(screen)


class ScreenCapture:
    """Captures a monitor or a region as frames.

    Use it in a ``with`` statement, and by one thread at a time.

    Parameters
    ----------
    monitor : int, optional
        Number of the monitor, from 1; 0 for the whole desktop. Ignored if a region is given.
    region : Region, optional
        The rectangle to capture.

    Raises
    ------
    InvalidInputError
        There is no such monitor, or the region is not on the desktop.
    UnavailableError
        The screen can't be captured.
    """

    def __init__(self, monitor: int | None = 1, region: Region | None = None) -> None:
        if problem := _known_problem():
            raise UnavailableError(problem)
        self._monitor = 1 if monitor is None else monitor
        self._chosen = region
        self._screen: Any = None
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Disconnect from the display until the next grab. Further calls have no effect."""
        # Closing fails if the display is gone. mss crashes when it is closed twice.
        screen, self._screen = self._screen, None
        if screen is not None:
            with contextlib.suppress(*_FAILURES):
                screen.close()

    def grab(self) -> np.ndarray:
        """Capture the screen.

        Returns
        -------
        np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.

        Raises
        ------
        InvalidInputError
            The desktop has changed, and the monitor or the region no longer exists.
        UnavailableError
            The display is gone.
        """
        if self._screen is not None:
            try:
                return self._capture()
            except _FAILURES:
                self.close()
        # The monitor may have been unplugged or changed its resolution. Look it up again, once.
        self._open()
        try:
            return self._capture()
        except _FAILURES as error:
            self.close()
            raise UnavailableError(
                f"the screen can't be captured any more: {error}; start the capture anew"
            ) from error

    def _open(self) -> None:
        self._screen = _connect()
        try:
            if _is_xwayland(self._screen):
                raise UnavailableError(_WAYLAND_PROBLEM)
            self.region = self._locate()
        except BaseException:
            self.close()
            raise

    def _capture(self) -> np.ndarray:
        region = self.region
        shot = self._screen.grab(
            {"left": region.left, "top": region.top, "width": region.width, "height": region.height}
        )
        return to_frame(np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4), order="bgr")

    def _locate(self) -> Region:
        found = _monitors(self._screen)
        if self._chosen is not None:
            return _checked(self._chosen, found[0])
        if not 0 <= self._monitor < len(found):
            raise InvalidInputError(
                f"there is no monitor {self._monitor}; choose 1 to {len(found) - 1}, or 0 for all of them",
                field="monitor",
            )
        return found[self._monitor]


def _checked(region: Region, desktop: Region) -> Region:
    check_size(region.width, region.height, field="region")
    if not desktop.holds(region):
        raise InvalidInputError(
            f"the region {region} (left, top, width, height) is not wholly on the desktop, {desktop}",
            field="region",
        )
    return region


def _known_problem() -> str:
    """Return a problem that the environment variables show; empty if there is none."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return _WAYLAND_PROBLEM
    return (
        "there is no display: DISPLAY is not set; start Scenescore inside the desktop session that the game "
        "runs in, or set DISPLAY (such as :0)"
    )


def _connect() -> Any:
    try:
        screen = mss.MSS()
    except _FAILURES as error:
        raise UnavailableError(
            f"the display {os.environ.get('DISPLAY', '')} can't be reached: {error}; start Scenescore inside "
            "the desktop session that the game runs in"
        ) from error
    return screen


def _monitors(screen: Any) -> list[Region]:
    return [Region(m["left"], m["top"], m["width"], m["height"]) for m in screen.monitors]


def _is_xwayland(screen: Any) -> bool:
    """Tell whether an X server runs on Wayland: its outputs are called XWAYLAND0 and so on."""
    return any(str(monitor.get("output", "")).startswith("XWAYLAND") for monitor in screen.monitors)
