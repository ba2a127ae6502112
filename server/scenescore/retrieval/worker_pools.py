"""The bounded thread pools that blocking work runs in."""

import os
from concurrent.futures import ThreadPoolExecutor

from scenescore.retrieval.live_pool import LivePool


class WorkerPools:
    """One pool for each kind of work, so that no kind delays another.

    Attributes
    ----------
    live : LivePool
        Work that a session's answer waits for.
    parallel : ThreadPoolExecutor
        The part of an answer that runs at the same time as the rest of it.
    slow : ThreadPoolExecutor
        Clips, listings and other calls that take longer than an answer.
    writer : ThreadPoolExecutor
        Imports and other long changes to the library, one after the other.
    refresh : ThreadPoolExecutor
        Looking for changes to the library, the cues and the bundles.
    finisher : ThreadPoolExecutor
        Memory tracks and hub corrections.
    """

    def __init__(self) -> None:
        self.live = LivePool(min(8, max(2, os.cpu_count() or 2)))
        self.parallel = ThreadPoolExecutor(1, thread_name_prefix="parallel")
        self.slow = ThreadPoolExecutor(2, thread_name_prefix="slow")
        self.writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.refresh = ThreadPoolExecutor(1, thread_name_prefix="refresh")
        self.finisher = ThreadPoolExecutor(1, thread_name_prefix="finisher")

    def cancel(self) -> None:
        """Take no more work, and drop the work that is waiting; running work goes on."""
        for pool in (self.live, self.parallel, self.slow, self.writer, self.refresh, self.finisher):
            pool.shutdown(wait=False, cancel_futures=True)
