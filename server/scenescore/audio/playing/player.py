"""The music that plays now, cross-faded into the next."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.audio.playing.feed import Feed, looped
from scenescore.audio.reading.stereo import RATE, Stereo, stereo_blocks
from scenescore.errors import ScenescoreError

CROSS_FADE_S: Final = 1.5
"""Length of a cross-fade, seconds."""
BLOCK_SAMPLES: Final = RATE // 20
"""Samples that are mixed at once."""
AHEAD_BLOCKS: Final = 6
"""Blocks that are mixed before they are heard, so that opening a file leaves no gap."""


class Player:
    """Plays one track at a time, and fades from one to the next.

    A thread of its own decodes ahead. `read` is for the thread of a sound device, all else for any thread.
    """

    def __init__(self) -> None:
        self._wishes: queue.SimpleQueue[tuple[Path | None, float, bool]] = queue.SimpleQueue()
        self._ready: queue.Queue[Stereo] = queue.Queue(AHEAD_BLOCKS)
        self._heard = _Ready(self._ready)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._closed = threading.Event()
        self.problem: ScenescoreError | None = None
        """Why the last track could not be played; None where it could."""
        self._thread = threading.Thread(target=self._mix, name="player", daemon=True)
        self._thread.start()

    def play(self, file: Path | None, *, start_s: float = 0.0, loops: bool = True) -> None:
        """Fade to another track.

        Parameters
        ----------
        file : Path or None
            Its file; None to fade out.
        start_s : float
            Where it begins, seconds.
        loops : bool
            Whether it plays again when it is over.
        """
        with self._lock:
            self._ended.clear()
            self._wishes.put((file, start_s, loops))

    def read(self, size: int) -> Stereo:
        """Return the next samples [shape=(size, 2), float32]; silence where nothing is ready."""
        return self._heard.read(size)

    def wait(self, timeout_s: float) -> bool:
        """Wait until all that was to play has been handed out.

        Parameters
        ----------
        timeout_s : float
            The longest time to wait, seconds.

        Returns
        -------
        bool
            Whether it has.
        """
        return self._ended.wait(timeout_s)

    def close(self) -> None:
        """Stop."""
        self._closed.set()
        self._thread.join()

    def _mix(self) -> None:
        voices: list[_Voice] = []
        silent_blocks = 0
        while not self._closed.is_set():
            while not self._wishes.empty():
                file, start_s, loops = self._wishes.get()
                for voice in voices:
                    voice.fade_out()
                if file is not None:
                    sound = looped(file) if loops else stereo_blocks(file, start_s=start_s)
                    voices.append(_Voice(Feed(sound), is_first=not voices))
            block = np.zeros((BLOCK_SAMPLES, 2), np.float32)
            for voice in list(voices):
                try:
                    voice.add_to(block)
                except ScenescoreError as error:
                    self.problem = error
                    voice.is_over = True
                if voice.is_over:
                    voice.close()
                    voices.remove(voice)
            self._hand_over(np.clip(block, -1.0, 1.0))
            silent_blocks = 0 if voices else silent_blocks + 1
            # When so many were taken, all sound before them was, too.
            if silent_blocks > AHEAD_BLOCKS:
                with self._lock:
                    if self._wishes.empty():
                        self._ended.set()
        for voice in voices:
            voice.close()

    def _hand_over(self, block: Stereo) -> None:
        while not self._closed.is_set():
            try:
                self._ready.put(block, timeout=0.1)
                return
            except queue.Full:
                continue


class _Voice:
    """A track that fades in, plays and fades out."""

    def __init__(self, feed: Feed, *, is_first: bool) -> None:
        self._feed = feed
        self._level = 1.0 if is_first else 0.0
        self._step = 1.0 / (CROSS_FADE_S * RATE)
        self.is_over = False

    def fade_out(self) -> None:
        """Begin to fade out."""
        self._step = -abs(self._step)

    def add_to(self, block: Stereo) -> None:
        """Add what sounds next."""
        levels = np.clip(self._level + self._step * np.arange(1, len(block) + 1, dtype=np.float32), 0, 1)
        self._level = float(levels[-1])
        block += self._feed.read(len(block)) * np.sin(np.pi / 2 * levels)[:, None]
        self.is_over = self._feed.is_over or (self._step < 0 and self._level == 0)

    def close(self) -> None:
        """Close its file."""
        self._feed.close()


class _Ready:
    """Takes blocks from a queue without waiting."""

    def __init__(self, blocks: "queue.Queue[Stereo]") -> None:
        self._blocks = blocks
        self._rest = np.zeros((0, 2), np.float32)

    def read(self, size: int) -> Stereo:
        read = [self._rest]
        there = len(self._rest)
        for block in self._waiting():
            if there >= size:
                break
            read.append(block)
            there += len(block)
        joined = np.concatenate(read)
        self._rest = joined[size:]
        return np.pad(joined[:size], ((0, max(0, size - there)), (0, 0)))

    def _waiting(self) -> Iterator[Stereo]:
        while True:
            try:
                yield self._blocks.get_nowait()
            except queue.Empty:
                return
