"""When a stream connects again, and what it reports meanwhile."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scenescore.errors import ScenescoreError
from scenescore_client.connection import NoDaemonError
from scenescore_client.errors import CONNECTION_LOST

_TEMPORARY_REASONS: Final = frozenset(
    {CONNECTION_LOST, NoDaemonError.reason, "SHUTTING_DOWN", "TOO_MANY_SESSIONS", "UNAUTHENTICATED"}
)


@dataclass(frozen=True)
class Backoff:
    """How long to wait between two attempts to reach a lost daemon.

    Attributes
    ----------
    first_s : float
        Longest wait before the first attempt, seconds. It doubles with each attempt.
    most_s : float
        Longest wait before any attempt, seconds.
    give_up_after_s : float
        How long to try before the error is raised, seconds; ``math.inf`` to try forever, 0 to raise at once.
    """

    first_s: float = 0.25
    most_s: float = 5.0
    give_up_after_s: float = 300.0

    def wait_s(self, tries: int) -> float:
        """Return how long to wait before the next attempt.

        The wait is random, between half and all of its longest value, so that clients that lost the same
        daemon don't all come back at the same moment.

        Parameters
        ----------
        tries : int
            Failed attempts so far, 1 or more.

        Returns
        -------
        float
            Seconds.
        """
        longest_s = min(self.most_s, self.first_s * 2.0 ** min(tries - 1, 30))
        return longest_s * random.uniform(0.5, 1.0)


def is_temporary(error: ScenescoreError) -> bool:
    """Return whether the same call may succeed when the daemon is back.

    A refused token counts as temporary: a daemon that starts again may have replaced it just after it was
    read.

    Parameters
    ----------
    error : ScenescoreError
        What the call ended with.

    Returns
    -------
    bool
        True if another attempt makes sense.
    """
    return error.reason in _TEMPORARY_REASONS


@dataclass(frozen=True)
class Status:
    """A change of a stream's connection.

    Attributes
    ----------
    connected : bool
        True when answers arrive again, False when the daemon is lost or an attempt has failed.
    address : str
        The daemon's address, as far as it is known.
    tries : int
        Failed attempts since the last answer.
    wait_s : float
        Time until the next attempt, seconds; 0 when connected.
    error : ScenescoreError or None
        Why the last attempt failed.
    """

    connected: bool
    address: str
    tries: int = 0
    wait_s: float = 0.0
    error: ScenescoreError | None = None


StatusHandler = Callable[[Status], None]
"""Receives each change of a stream's connection. It must return at once."""
