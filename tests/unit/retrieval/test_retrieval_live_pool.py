"""Whether the daemon has more to do for its sessions than it has threads for."""

import threading
from concurrent.futures import wait

from scenescore.retrieval.live_pool import LivePool


def test_a_pool_is_behind_once_work_waits_for_a_thread() -> None:
    may_end = threading.Event()
    with LivePool(2) as pool:
        told, work = [(pool.is_idle, pool.is_behind)], []
        for _ in range(3):
            work.append(pool.submit(may_end.wait, 30))
            told.append((pool.is_idle, pool.is_behind))
        may_end.set()
        wait(work)
    assert told == [(True, False), (False, False), (False, False), (False, True)]
    assert pool.is_idle
    assert not pool.is_behind


def test_work_that_fails_or_is_cancelled_counts_no_more() -> None:
    may_end = threading.Event()
    with LivePool(1) as pool:
        failed = [pool.submit(int, "no number") for _ in range(3)]
        wait(failed)
        running = pool.submit(may_end.wait, 30)
        assert pool.submit(int).cancel()
        assert not pool.is_behind
        may_end.set()
    assert running.result()
    assert all(isinstance(one.exception(), ValueError) for one in failed)
