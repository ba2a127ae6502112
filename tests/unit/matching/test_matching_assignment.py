"""SciPy's solver and distances are what the public functions give, and don't take all of SciPy along."""

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore import assignment as tools

SIDES = st.tuples(st.integers(1, 9), st.integers(1, 9))
FIRST_USE = """
import sys
import numpy as np
from scenescore.assignment import assignment, euclidean
assert assignment(euclidean(np.eye(3), np.eye(3)[::-1]))[1].tolist() == [2, 1, 0]
print(sorted(name for name in ("scipy.optimize", "scipy.spatial") if name in sys.modules))
import scipy.optimize, scipy.spatial.distance
assert scipy.optimize.linear_sum_assignment(np.eye(2))[1].tolist() == [1, 0]
assert scipy.spatial.distance.cdist(np.eye(2), np.eye(2)).shape == (2, 2)
"""


@pytest.fixture
def another_scipy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A SciPy whose compiled modules lie elsewhere."""

    def missing(package: str, module: str, function: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr(tools, "_compiled", missing)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    tools._solver.cache_clear()
    tools._distances.cache_clear()


@given(costs=SIDES.flatmap(lambda shape: arrays(np.float64, shape, elements=st.floats(0, 9, width=16))))
def test_the_assignment_is_scipys(costs: np.ndarray) -> None:
    for ours, public in zip(tools.assignment(costs), linear_sum_assignment(costs), strict=True):
        np.testing.assert_array_equal(ours, public)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_distances_are_scipys_bit_for_bit(dtype: type[np.floating]) -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=(40, 32)).astype(dtype), random.normal(size=(24, 32)).astype(dtype)
    np.testing.assert_array_equal(tools.euclidean(x, y), cdist(x, y))
    np.testing.assert_array_equal(tools.euclidean(x[:, ::2], y[:, ::2]), cdist(x[:, ::2], y[:, ::2]))


def test_costs_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="invalid"):
        tools.assignment(np.array([[np.nan, 1.0], [1.0, 1.0]]))


def test_the_first_use_imports_neither_optimisers_nor_spatial_trees_and_leaves_scipy_whole() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]", "it took a whole package along: answers come later than they need"


@pytest.mark.usefixtures("another_scipy")
def test_where_scipy_keeps_them_elsewhere_the_public_functions_are_taken() -> None:
    assert tools._solver() is linear_sum_assignment
    assert tools._distances() is cdist
    assert tools.assignment(np.array([[4.0, 1.0], [2.0, 3.0]]))[1].tolist() == [1, 0]
