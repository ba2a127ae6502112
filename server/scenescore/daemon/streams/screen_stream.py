"""The daemon's own screen as a stream of frames."""

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import to_answer
from scenescore.frames.screen import Region, ScreenCapture
from scenescore.retrieval.engine import Engine
from scenescore.session.session import Session
from scenescore.v1 import match_pb2


async def screen_answers(
    engine: Engine,
    session: Session,
    life: Life,
    *,
    monitor: int | None,
    region: Region | None,
    frames_per_second: float,
) -> AsyncIterator[match_pb2.Answer]:
    """Capture the screen at a steady rate and yield an answer whenever one is due.

    A capture that takes longer than its slot leaves out the slots it covers.

    Parameters
    ----------
    engine : Engine
        Whose threads do the work.
    session : Session
        Takes in the frames.
    life : Life
        Says when the daemon ends.
    monitor : int or None
        From 1; 0 for all together. Not read with a region.
    region : Region or None
        The rectangle to capture.
    frames_per_second : float
        1 to 30.

    Raises
    ------
    UnavailableError
        The screen can't be captured here.
    InvalidInputError
        The monitor or the region isn't there.
    ShuttingDownError
        The daemon ends.
    """
    loop = asyncio.get_running_loop()
    received = 0
    # A connection to the display belongs to one thread.
    hand = ThreadPoolExecutor(1, thread_name_prefix="screen")
    capture: ScreenCapture | None = None
    ending = asyncio.create_task(life.ending())
    try:
        capture = await loop.run_in_executor(hand, lambda: ScreenCapture(monitor, region))
        began_s = time.monotonic()
        while True:
            picture = await loop.run_in_executor(hand, capture.grab)
            arrived_s = time.monotonic()
            received += 1
            take = partial(session.take, arrived_s - began_s, picture, arrived_s=arrived_s)
            due = await loop.run_in_executor(engine.live, take)
            if due:
                answer = await loop.run_in_executor(engine.live, session.answer)
                yield to_answer(
                    answer,
                    frame_time_us=round(answer.time_s * 1e6),
                    delay_s=time.monotonic() - arrived_s,
                    received=received,
                    dropped=0,
                )
            slot = int((time.monotonic() - began_s) * frames_per_second) + 1
            pause_s = began_s + slot / frames_per_second - time.monotonic()
            done, _ = await asyncio.wait({ending}, timeout=max(0.0, pause_s))
            if done:
                raise ShuttingDownError
    finally:
        ending.cancel()
        if capture is not None:
            hand.submit(capture.close)
        hand.shutdown(wait=False)
