"""A stream of answers that continues when its daemon is lost and comes back."""

import time
from collections.abc import AsyncGenerator, Callable

from scenescore.errors import ScenescoreError
from scenescore_client.concurrency import async_sleep
from scenescore_client.messages import Answer
from scenescore_client.reconnect import Backoff, Status, StatusHandler, is_temporary


async def async_reconnecting(
    attempt: Callable[[], AsyncGenerator[Answer, None]],
    backoff: Backoff,
    on_status: StatusHandler | None,
    address_of: Callable[[], str],
) -> AsyncGenerator[Answer, None]:
    """Yield the answers of one attempt, and those of the next attempt when the daemon is lost.

    If the very first attempt brings no answer, its error is raised at once.

    Parameters
    ----------
    attempt : callable
        Connects to the daemon and yields its answers.
    backoff : Backoff
        How long to wait between two attempts, and when to give up.
    on_status : callable, optional
        Receives each change of the connection.
    address_of : callable
        Returns the address of the latest attempt.

    Yields
    ------
    Answer
        The answers of all attempts, in order.

    Raises
    ------
    ScenescoreError
        The daemon refuses the call, or stays away longer than the back-off allows.
    """
    was_connected, tries, lost_s = False, 0, 0.0
    while True:
        answers = attempt()
        try:
            async for answer in answers:
                if on_status is not None and (tries or not was_connected):
                    on_status(Status(True, address_of()))
                was_connected, tries = True, 0
                yield answer
            return
        except ScenescoreError as error:
            if not was_connected or not is_temporary(error):
                raise
            lost_s = time.monotonic() if tries == 0 else lost_s
            tries += 1
            wait_s = backoff.wait_s(tries)
            if time.monotonic() + wait_s - lost_s > backoff.give_up_after_s:
                raise
            if on_status is not None:
                on_status(Status(False, address_of(), tries, wait_s, error))
        finally:
            await answers.aclose()
        await async_sleep(wait_s)
