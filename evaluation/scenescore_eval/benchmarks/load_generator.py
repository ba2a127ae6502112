"""A process that plays many games at once: streams of frames in real time.

``python -m scenescore_eval.benchmarks.load_generator ADDRESS TOKEN_FILE SEED`` reads commands from standard
input and answers each with a line of JSON. ``add N`` opens N more streams. ``measure SECONDS`` returns how
long the answers took within that time.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scenescore.demo.demo_daemon import RECORDING
from scenescore.errors import ScenescoreError
from scenescore_client.aio import AsyncClient
from scenescore_client.connection import Connection
from scenescore_client.messages import Frame, SessionConfig
from scenescore_client.sources import video_frames

FRAMES_PER_SECOND: Final = 5
ANSWER_INTERVAL_S: Final = 1.0
RAMP_S: Final = 2.0
"""Streams that are added together start at random times within this span, seconds."""


class LoadGenerator:
    """Opens streams that run until the process ends.

    Parameters
    ----------
    connection : Connection
        Settings of the connection. Each stream has its own.
    frames : list of Frame
        Frames that every stream repeats, each from another place on.
    seed : int
        Seed of the places and times at which streams start.
    """

    def __init__(self, connection: Connection, frames: list[Frame], seed: int) -> None:
        self._client = AsyncClient(connection)
        self._frames = frames
        self._random = random.Random(seed)
        self._streams: list[asyncio.Task[None]] = []
        self._took_ms: list[float] = []
        self._dropped = 0

    def add(self, streams: int) -> None:
        """Open more streams.

        Parameters
        ----------
        streams : int
            Their number.
        """
        for _ in range(streams):
            delay_s = self._random.uniform(0, RAMP_S)
            first = self._random.randrange(len(self._frames))
            self._streams.append(asyncio.create_task(self._play(delay_s, first)))

    async def measure(self, seconds: float) -> dict[str, Any]:
        """Return how long answers took.

        Parameters
        ----------
        seconds : float
            Duration of the measurement.

        Returns
        -------
        dict
            ``took_ms`` of each answer that arrived in this time, ``frames_dropped`` by the daemon, and this
            process's ``cpu_percent``, 100 a core.

        Raises
        ------
        ScenescoreError
            The daemon has ended a stream.
        """
        self._took_ms, self._dropped = [], 0
        cpu_s = time.process_time()
        await asyncio.sleep(seconds)
        for stream in self._streams:
            if stream.done():
                stream.result()
                raise ScenescoreError("the daemon has ended a stream")
        return {
            "took_ms": self._took_ms,
            "frames_dropped": self._dropped,
            "cpu_percent": (time.process_time() - cpu_s) / seconds * 100,
        }

    async def _play(self, delay_s: float, first: int) -> None:
        await asyncio.sleep(delay_s)
        due_s: dict[int, float] = {}
        dropped = 0
        answers = self._client.match_frames(
            self._timed(first, due_s), SessionConfig(answer_interval_s=ANSWER_INTERVAL_S)
        )
        async with aclosing(answers):
            async for answer in answers:
                # Measured from when the frame was due, so delays of this process count, too.
                self._took_ms.append((time.perf_counter() - due_s[answer.frame_time_us]) * 1000)
                self._dropped += answer.frames_dropped - dropped
                dropped = answer.frames_dropped
                for time_us in [one for one in due_s if one < answer.frame_time_us]:
                    del due_s[time_us]

    async def _timed(self, first: int, due_s: dict[int, float]) -> AsyncIterator[Frame]:
        """Yield a stream's frames at their times."""
        began_s = time.perf_counter()
        number = 0
        while True:
            time_us = number * 1_000_000 // FRAMES_PER_SECOND
            due_s[time_us] = began_s + time_us / 1e6
            await asyncio.sleep(max(0.0, due_s[time_us] - time.perf_counter()))
            yield replace(self._frames[(first + number) % len(self._frames)], capture_time_us=time_us)
            number += 1


async def serve_commands(load: LoadGenerator) -> None:
    """Run the commands on standard input until it ends.

    Parameters
    ----------
    load : LoadGenerator
        What the commands act on.
    """
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, value = line.split()
        if command == "add":
            load.add(int(value))
            answer: dict[str, Any] = {}
        else:
            answer = await load.measure(float(value))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def main(address: str, token_file: str, seed: str) -> None:
    """Serve commands for a daemon.

    Parameters
    ----------
    address, token_file, seed : str
        Arguments of the command.
    """
    frames = list(video_frames(RECORDING, frames_per_second=FRAMES_PER_SECOND, real_time=False))

    async def run() -> None:
        connection = Connection(address=address, token_file=Path(token_file))
        await serve_commands(LoadGenerator(connection, frames, int(seed)))

    asyncio.run(run())


if __name__ == "__main__":
    main(*sys.argv[1:])
