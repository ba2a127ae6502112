"""How the daemon knows that nothing goes on."""

import asyncio
import threading
import time

from scenescore.daemon.process.lifecycle import Life


async def idle_soon(life: Life, seconds: float = 0.05) -> bool:
    """Return whether the daemon would have ended after a good while."""
    try:
        await asyncio.wait_for(life.idle(seconds), 10 * seconds)
    except TimeoutError:
        return False
    return True


async def test_it_is_idle_once_nothing_has_gone_on_for_so_long() -> None:
    began_s = time.monotonic()
    await Life(1).idle(0.2)
    assert time.monotonic() - began_s >= 0.2


async def test_the_time_before_it_was_ready_does_not_count() -> None:
    life = Life(1)
    await asyncio.sleep(0.2)
    began_s = time.monotonic()
    await life.idle(0.1)
    assert time.monotonic() - began_s >= 0.1


async def test_what_goes_on_keeps_it_from_being_idle() -> None:
    life = Life(1)
    with life.busy(), life.busy():
        assert not await idle_soon(life)
        assert life.idle_s == 0
    assert await idle_soon(life)


async def test_one_that_ends_leaves_the_other_counted() -> None:
    life = Life(1)
    with life.busy():
        with life.busy():
            pass
        assert not await idle_soon(life)


async def test_work_on_other_threads_counts_and_none_is_lost() -> None:
    life = Life(1)

    def work() -> None:
        for _ in range(2000):
            with life.busy():
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert await idle_soon(life)
