"""Feed pictures of the daemon's own screen to a session."""

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.messages.answer import to_answer
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.frames.screen import Region, ScreenCapture
from scenescore.retrieval.engine import Engine
from scenescore.session.session import Session
from scenescore.v1 import match_pb2


async def screen_answers(
    engine: Engine,
    session: Session,
    lifecycle: Lifecycle,
    *,
    monitor: int | None,
    region: Region | None,
    frames_per_second: float,
) -> AsyncIterator[match_pb2.Answer]:
    """Capture the screen at a steady rate and yield an answer whenever one is due.

    If a capture takes too long, the captures that would have been due meanwhile are left out.

    Parameters
    ----------
    engine : Engine
        Its threads do the work.
    session : Session
        Gets the frames and gives the answers.
    lifecycle : Lifecycle
        Announces the shutdown.
    monitor : int or None
        The monitor's number, from 1; 0 for all monitors together. Ignored if there is a region.
    region : Region or None
        The rectangle to capture.
    frames_per_second : float
        Captures in a second, 1 to 30.

    Yields
    ------
    scenescore.v1.Answer

    Raises
    ------
    UnavailableError
        The screen can't be captured.
    InvalidInputError
        The monitor doesn't exist, or the region is not on the screen.
    ShuttingDownError
        The daemon is shutting down.
    """
    received = 0
    # Only the thread that has opened the connection to the display may use it.
    capture_thread = ThreadPoolExecutor(1, thread_name_prefix="screen")
    capture: ScreenCapture | None = None
    shutdown = asyncio.create_task(lifecycle.wait_for_shutdown())
    try:
        capture = await run_blocking(capture_thread, lambda: ScreenCapture(monitor, region))
        began_s = time.monotonic()
        while True:
            picture = await run_blocking(capture_thread, capture.grab)
            arrived_s = time.monotonic()
            received += 1
            add_frame = partial(session.add, arrived_s - began_s, picture, arrived_s=arrived_s)
            due = await run_blocking(engine.pools.live, add_frame)
            if due:
                answer = await run_blocking(engine.pools.live, session.answer)
                yield to_answer(
                    answer,
                    frame_time_us=round(answer.time_s * 1e6),
                    delay_s=time.monotonic() - arrived_s,
                    received=received,
                    dropped=0,
                )
            slot = int((time.monotonic() - began_s) * frames_per_second) + 1
            pause_s = began_s + slot / frames_per_second - time.monotonic()
            done, _ = await asyncio.wait({shutdown}, timeout=max(0.0, pause_s))
            if done:
                raise ShuttingDownError
    finally:
        shutdown.cancel()
        if capture is not None:
            capture_thread.submit(capture.close)
        capture_thread.shutdown(wait=False)
