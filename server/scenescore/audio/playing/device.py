"""The sound device of this machine, by miniaudio, which brings what it needs for each system."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Final

from scenescore.audio.playing.player import Player
from scenescore.audio.reading.stereo import RATE, Stereo
from scenescore.errors import InvalidInputError, UnavailableError

BACKEND_VARIABLE: Final = "SCENESCORE_SOUND"
"""Names one of miniaudio's backends, such as ``alsa``; ``null`` plays everything and is not heard."""
_BUFFER_MS: Final = 50


@contextmanager
def playing() -> Iterator[Player]:
    """Open the sound device, and yield what plays on it.

    Yields
    ------
    Player

    Raises
    ------
    UnavailableError
        This machine has no sound device, or the package that opens it is missing.
    InvalidInputError
        The variable SCENESCORE_SOUND names no backend.
    """
    # It takes a moment to load, and most commands play nothing.
    try:
        import miniaudio  # noqa: PLC0415
    except ImportError as error:
        raise UnavailableError(
            "nothing can be played here: the package miniaudio, which opens sound devices, isn't installed "
            "(it has no wheels for Linux and Windows on ARM)"
        ) from error

    enabled = {one.name.lower(): one for one in miniaudio.get_enabled_backends()}
    named = os.environ.get(BACKEND_VARIABLE, "").lower()
    if named and named not in enabled:
        known = ", ".join(sorted(set(enabled) - {"custom"}))
        raise InvalidInputError(f"{BACKEND_VARIABLE} is {named!r}; this system knows {known}")
    # The null backend would be taken where there is no device, and nobody would know why nothing is heard.
    silent = {"null", "custom"}
    # In the order in which miniaudio itself tries them, which is that of their numbers.
    backends = sorted((one for name, one in enabled.items() if name not in silent), key=lambda one: one.value)
    if named:
        backends = [enabled[named]]
    try:
        # Without a device, ALSA's library says so on standard error before our own error does.
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=2,
            sample_rate=RATE,
            buffersize_msec=_BUFFER_MS,
            backends=backends,
            app_name="Scenescore",
        )
    except miniaudio.MiniaudioError as error:
        raise UnavailableError(
            "there is no sound device to play on; plug one in, or listen on the page of "
            "`scenescore score VIDEO --html FILE`"
        ) from error
    player = Player()
    try:
        samples = _samples(player)
        next(samples)
        device.start(samples)
        yield player
    finally:
        device.close()
        player.close()


def _samples(player: Player) -> Generator[Stereo, int, None]:
    size = yield player.read(0)
    while True:
        size = yield player.read(size)
