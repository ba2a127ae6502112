"""The Earth Mover's Distance between two sequences of feature vectors (the paper, section 2.3).

Read as exact optimal transport between the two sets of vectors with equal mass each. In a bundle's scaled
space the ground cost is the plain Euclidean distance.
"""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore.errors import InvalidInputError

ASSIGNMENT_UP_TO = 60
"""Steps up to which SciPy's assignment solver is faster than POT's; both give the same value."""


def ground_cost(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the Euclidean distance of each vector of `x` to each of `y`.

    Parameters
    ----------
    x : np.ndarray [shape=(n, D), float32]
        Features in a bundle's scaled space.
    y : np.ndarray [shape=(m, D), float32]
        The same.

    Returns
    -------
    np.ndarray [shape=(n, m), float64]

    Raises
    ------
    InvalidInputError
        One is empty, not two-dimensional, of another D, or holds a value that is no number.
    """
    if x.ndim != 2 or y.ndim != 2 or not len(x) or not len(y) or x.shape[1] != y.shape[1]:
        raise InvalidInputError(
            f"two feature sequences must be (steps, D) with the same D, not {x.shape} and {y.shape}"
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InvalidInputError("a feature sequence holds a value that is no number: compute it again")
    cost: npt.NDArray[np.float64] = cdist(x.astype(np.float64), y.astype(np.float64))
    return cost


def emd(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]) -> float:
    """Return the exact Earth Mover's Distance, every vector of a sequence having the same mass.

    Parameters
    ----------
    x : np.ndarray [shape=(n, D), float32]
        Features in a bundle's scaled space.
    y : np.ndarray [shape=(m, D), float32]
        The same.

    Returns
    -------
    float
        0 or more.

    Raises
    ------
    InvalidInputError
        As `ground_cost`.
    """
    cost = ground_cost(x, y)
    if len(x) == len(y) <= ASSIGNMENT_UP_TO:
        # With equal masses and counts optimal transport is an assignment (Birkhoff): the same value, sooner.
        return float(cost[linear_sum_assignment(cost)].mean())
    import ot  # noqa: PLC0415 (a second of start-up that most libraries never need)

    return float(ot.emd2([], [], cost))
