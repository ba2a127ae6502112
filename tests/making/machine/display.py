"""A virtual X display, and a canvas to draw on it."""

import contextlib
import ctypes
import ctypes.util
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import numpy as np

from making.machine.apt import apt_lock

PACKAGES = ("xvfb", "libx11-6", "libxcb1", "libxcb-randr0", "libxcb-render0", "libxcb-shm0", "libxcb-xfixes0")
LIBRARIES = ("X11", "xcb", "xcb-randr", "xcb-render", "xcb-shm", "xcb-xfixes")
START_S = 240.0
# Without -noreset the display is cleared when its last client disconnects.
_OPTIONS = ("-nolisten", "tcp", "-noreset")


@contextlib.contextmanager
def xvfb_display(width: int = 640, height: int = 480) -> Iterator[str]:
    """Run Xvfb on a free display for the ``with`` block, and yield the display's name, such as ``:3``."""
    ensure_xvfb()
    reading, writing = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), *_OPTIONS, "-screen", "0", f"{width}x{height}x24"],
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(writing)
    try:
        yield f":{_read_number(reading, server)}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait(timeout=120)


def ensure_xvfb() -> None:
    """Install Xvfb if it is missing. Tests of the screen are never skipped."""
    if not _missing():
        return
    apt_get = shutil.which("apt-get")
    if apt_get is None or os.geteuid() != 0:
        raise RuntimeError(
            f"the screen tests need {', '.join(_missing())}; on Debian: apt-get install {' '.join(PACKAGES)}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with apt_lock():
        for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run([apt_get, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    if missing := _missing():
        raise RuntimeError(
            f"apt-get installed {' '.join(PACKAGES)}, but {', '.join(missing)} is still missing"
        )


class Canvas:
    """Draws on the root window of a display. Use it in a ``with`` statement.

    Parameters
    ----------
    display : str
        Name of the display, such as ``:3``.
    """

    def __init__(self, display: str) -> None:
        self._x11 = _load_x11()
        self._display = self._x11.XOpenDisplay(display.encode())
        if not self._display:
            raise RuntimeError(f"the display {display} can't be opened")
        self._screen = self._x11.XDefaultScreen(self._display)
        self._root = self._x11.XRootWindow(self._display, self._screen)
        self._pen = self._x11.XDefaultGC(self._display, self._screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._x11.XCloseDisplay(self._display)

    def fill(self, colour: tuple[int, int, int], left: int, top: int, width: int, height: int) -> None:
        """Fill a rectangle with a colour (red, green, blue)."""
        red, green, blue = colour
        self._x11.XSetForeground(self._display, self._pen, red << 16 | green << 8 | blue)
        self._x11.XFillRectangle(self._display, self._root, self._pen, left, top, width, height)
        self._x11.XSync(self._display, 0)

    def show(self, picture: np.ndarray, left: int = 0, top: int = 0) -> None:
        """Show a picture [shape=(height, width, 3), uint8], RGB."""
        height, width = picture.shape[:2]
        pixels = np.zeros((height, width, 4), np.uint8)
        pixels[:, :, :3] = picture[:, :, ::-1]
        visual = self._x11.XDefaultVisual(self._display, self._screen)
        z_pixmap = 2
        image = self._x11.XCreateImage(
            self._display, visual, 24, z_pixmap, 0, pixels.ctypes.data, width, height, 32, width * 4
        )
        self._x11.XPutImage(self._display, self._root, self._pen, image, 0, 0, left, top, width, height)
        self._x11.XSync(self._display, 0)
        self._x11.XFree(image)


def _missing() -> list[str]:
    programs = [] if shutil.which("Xvfb") else ["Xvfb"]
    return programs + [f"lib{name}" for name in LIBRARIES if ctypes.util.find_library(name) is None]


def _read_number(reading: int, server: "subprocess.Popen[bytes]") -> int:
    number = b""
    while not number.endswith(b"\n"):
        ready, _, _ = select.select([reading], [], [], START_S)
        part = os.read(reading, 16) if ready else b""
        if not part:
            raise RuntimeError(f"Xvfb did not start (exit code {server.poll()})")
        number += part
    return int(number)


def _load_x11() -> ctypes.CDLL:
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    pointer, number, whole = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
    signatures: dict[str, tuple[object, list[object]]] = {
        "XOpenDisplay": (pointer, [ctypes.c_char_p]),
        "XCloseDisplay": (whole, [pointer]),
        "XDefaultScreen": (whole, [pointer]),
        "XRootWindow": (number, [pointer, whole]),
        "XDefaultGC": (pointer, [pointer, whole]),
        "XDefaultVisual": (pointer, [pointer, whole]),
        "XSetForeground": (whole, [pointer, pointer, number]),
        "XFillRectangle": (whole, [pointer, number, pointer, whole, whole, whole, whole]),
        "XCreateImage": (
            pointer,
            [pointer, pointer, whole, whole, whole, pointer, whole, whole, whole, whole],
        ),
        "XPutImage": (whole, [pointer, number, pointer, pointer, whole, whole, whole, whole, whole, whole]),
        "XSync": (whole, [pointer, whole]),
        "XFree": (whole, [pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(x11, name)
        function.restype, function.argtypes = result, arguments
    return x11
