"""SciPy's assignment solver and its distances, without the 0.8 s that importing ``scipy.optimize`` takes.

A daemon needs these two for its first answer, and nothing else of SciPy's optimisers. So the compiled modules
that hold them are loaded by themselves. Where a SciPy keeps them elsewhere, the public functions are taken.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
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
    costs = np.array([[4.0, 1.0], [2.0, 3.0]])
    return _function(
        ("optimize", "_lsap", "linear_sum_assignment"),
        ("scipy.optimize", "linear_sum_assignment"),
        lambda solve: solve(costs)[1].tolist() == [1, 0],
    )


@cache
def _distances() -> Callable[..., Any]:
    x, y = np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])
    return _function(
        ("spatial", "_distance_pybind", "cdist_euclidean"),
        ("scipy.spatial.distance", "cdist"),
        lambda measure: measure(x, y).tolist() == [[5.0]],
    )


def _function(
    compiled: tuple[str, str, str], public: tuple[str, str], works: Callable[[Callable[..., Any]], bool]
) -> Callable[..., Any]:
    """Return a function of a compiled module (package, module, name) where it works, else the public one."""
    try:
        found = _compiled(*compiled)
        if works(found):
            return found
    except Exception:  # Another version's module may refuse in any way.
        pass
    module, name = public
    taken: Callable[..., Any] = getattr(import_module(module), name)
    return taken


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
