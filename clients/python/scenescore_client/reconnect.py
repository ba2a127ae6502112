"""When to try again, and when not."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scenescore.errors import ScenescoreError
from scenescore_client.connection import NoDaemonError
from scenescore_client.errors import LOST

_PASSING: Final = frozenset(
    {LOST, NoDaemonError.reason, "SHUTTING_DOWN", "TOO_MANY_SESSIONS", "UNAUTHENTICATED"}
)


@dataclass(frozen=True)
class Backoff:
    """How long to wait between tries to reach a daemon that is gone.

    Attributes
    ----------
    first_s : float
        The longest first wait, seconds; it doubles with each try.
    most_s : float
        The longest wait, seconds.
    give_up_after_s : float
        How long to go on trying before the error is raised, seconds; ``math.inf`` for ever, 0 for not at all.
    """

    first_s: float = 0.25
    most_s: float = 5.0
    give_up_after_s: float = 300.0

    def wait_s(self, tries: int) -> float:
        """Return how long to wait after so many vain tries, 1 or more, in seconds.

        The upper half is drawn at random: clients that lost the same daemon don't come back all at once.
        """
        longest_s = min(self.most_s, self.first_s * 2.0 ** min(tries - 1, 30))
        return longest_s * random.uniform(0.5, 1.0)


def is_passing(error: ScenescoreError) -> bool:
    """Whether the same call may succeed once the daemon is back.

    A token that is refused counts: a daemon that starts anew may have replaced it a moment after it was read.
    """
    return error.reason in _PASSING


@dataclass(frozen=True)
class Status:
    """What a stream that goes on by itself tells besides its answers.

    Attributes
    ----------
    connected : bool
        True when answers come again, False when the daemon was lost or another try was in vain.
    address : str
        The daemon's, as far as it is known.
    tries : int
        Vain tries since the last answer.
    wait_s : float
        Until the next try, seconds; 0 when connected.
    error : ScenescoreError or None
        Why the last try was in vain.
    """

    connected: bool
    address: str
    tries: int = 0
    wait_s: float = 0.0
    error: ScenescoreError | None = None


StatusHandler = Callable[[Status], None]
"""Is told whenever a stream's daemon is lost, tried in vain, or back; must return at once."""


def ignore(status: Status) -> None:
    """Take note of nothing."""
