"""How many cores background work may use."""

import os


def spare_cores() -> int:
    """Return how many cores background work may use while sessions are answered.

    Returns
    -------
    int
        All cores but one; at least 1.
    """
    return max(1, (os.cpu_count() or 2) - 1)
