"""How the daemon knows that nothing goes on."""

import asyncio
import threading
import time

from scenescore.daemon.process.lifecycle import Lifecycle


async def idle_soon(lifecycle: Lifecycle, seconds: float = 0.05) -> bool:
    """Return whether the daemon would have ended after a good while."""
    try:
        await asyncio.wait_for(lifecycle.wait_until_idle(seconds), 10 * seconds)
    except TimeoutError:
        return False
    return True


async def test_a_daemon_is_idle_once_nothing_has_run_for_the_given_time() -> None:
    began_s = time.monotonic()
    await Lifecycle(1).wait_until_idle(0.2)
    assert time.monotonic() - began_s >= 0.2


async def test_time_before_the_wait_does_not_count() -> None:
    lifecycle = Lifecycle(1)
    await asyncio.sleep(0.2)
    began_s = time.monotonic()
    await lifecycle.wait_until_idle(0.1)
    assert time.monotonic() - began_s >= 0.1


async def test_running_work_prevents_idleness() -> None:
    lifecycle = Lifecycle(1)
    with lifecycle.busy(), lifecycle.busy():
        assert not await idle_soon(lifecycle)
        assert lifecycle.idle_s == 0
    assert await idle_soon(lifecycle)


async def test_one_of_two_works_can_end_alone() -> None:
    lifecycle = Lifecycle(1)
    with lifecycle.busy():
        with lifecycle.busy():
            pass
        assert not await idle_soon(lifecycle)


async def test_work_on_other_threads_counts_and_none_is_lost() -> None:
    lifecycle = Lifecycle(1)

    def work() -> None:
        for _ in range(2000):
            with lifecycle.busy():
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert await idle_soon(lifecycle)
