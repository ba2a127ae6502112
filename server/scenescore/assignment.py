"""SciPy's assignment solver and its distances, without the 0.8 s that importing ``scipy.optimize`` takes.

A daemon needs these two for its first answer, and nothing else of SciPy's optimisers. So the compiled modules
that hold them are loaded by themselves. Where a SciPy keeps them elsewhere, the public functions are taken.
"""

from collections.abc import Callable
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


def assignment(costs: npt.NDArray[np.floating]) -> tuple[Places, Places]:
    """Give each row a column of its own at the least sum of costs: ``scipy.optimize.linear_sum_assignment``.

    Parameters
    ----------
    costs : np.ndarray [shape=(n, m)]
        Of each row with each column.

    Returns
    -------
    rows, columns : np.ndarray [shape=(min(n, m),), int64]

    Raises
    ------
    ValueError
        No assignment is possible, or a cost is no number.
    """
    rows, columns = _solver()(costs)
    return rows, columns


def euclidean(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> Doubles:
    """Return all distances of some vectors to others: ``scipy.spatial.distance.cdist``.

    Parameters
    ----------
    x : np.ndarray [shape=(n, D)]
    y : np.ndarray [shape=(m, D)]

    Returns
    -------
    np.ndarray [shape=(n, m), float64]
    """
    distances: Doubles = _distances()(np.asarray(x, np.float64), np.asarray(y, np.float64))
    return distances


@cache
def _solver() -> Callable[..., Any]:
    try:
        solve = _compiled("optimize", "_lsap", "linear_sum_assignment")
        if solve(np.array([[4.0, 1.0], [2.0, 3.0]]))[1].tolist() == [1, 0]:
            return solve
    except Exception:  # Another version's module may refuse in any way.
        pass
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    return linear_sum_assignment


@cache
def _distances() -> Callable[..., Any]:
    try:
        measure = _compiled("spatial", "_distance_pybind", "cdist_euclidean")
        if measure(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])).tolist() == [[5.0]]:
            return measure
    except Exception:  # Another version's module may refuse in any way.
        pass
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    return cdist


def _compiled(package: str, module: str, function: str) -> Callable[..., Any]:
    """Return a function of a compiled module of SciPy's, whose package is not imported for it."""
    import scipy  # noqa: PLC0415 (a daemon that is never asked anything does without)

    folder = Path(scipy.__path__[0], package)
    spec = PathFinder.find_spec(f"scipy.{package}.{module}", [str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} has no {module}")
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    found: Callable[..., Any] = getattr(loaded, function)
    return found
