"""A prediction, prepared for a search."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.index_arrays import check_vectors, sorted_part_means

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

ROUNDING_ERROR: Final = 2.0**-23
"""Bound of the relative error of one float32 operation: twice the largest one."""
UNDERFLOW_ERROR: Final = 1e-36
"""Bound of the absolute error of squares that are too small for float32."""


@dataclass(frozen=True)
class Query:
    """A prediction, prepared for one search.

    Attributes
    ----------
    exact : np.ndarray [shape=(n, D), float64]
        The prediction.
    steps : np.ndarray [shape=(n, D), float32]
        The prediction in float32.
    squares : np.ndarray [shape=(n,), float32]
        Squared lengths of its vectors, lowered by the rounding error.
    slack : float
        Rounding error of the quantile bounds, in units of the distance.
    """

    exact: Doubles
    steps: Floats
    squares: Floats
    slack: float

    @cached_property
    def centroid(self) -> Floats:
        """Mean of the vectors [shape=(D,), float32]."""
        mean: Floats = self.exact.mean(axis=0).astype(np.float32)
        return mean

    @cached_property
    def quantiles(self) -> Floats:
        """Sorted values, averaged in parts [shape=(4, D), float32]; see `sorted_part_means`."""
        quantiles: Floats = sorted_part_means(self.exact[None])[0].astype(np.float32)
        return quantiles

    @classmethod
    def of(cls, steps: Floats, reach: float) -> Self:
        """Prepare a prediction for a search.

        Parameters
        ----------
        steps : np.ndarray [shape=(n, D), float32]
            The prediction.
        reach : float
            Length of the longest vector of the tracks.

        Returns
        -------
        Query
            The prepared prediction.

        Raises
        ------
        InvalidInputError
            A value is not finite or implausibly large.
        """
        exact = np.ascontiguousarray(steps, np.float64)
        squares = np.einsum("nd,nd->n", exact, exact)
        check_vectors(squares[None])
        longest = float(np.sqrt(squares.max()))
        return cls(
            exact=exact,
            steps=exact.astype(np.float32),
            squares=(squares * rounding_factor(exact.shape[1])).astype(np.float32),
            slack=2 * ROUNDING_ERROR * (reach + longest) + UNDERFLOW_ERROR**0.5,
        )


def rounding_factor(terms: int) -> float:
    """Return the factor that lowers a sum of squares by its possible rounding error.

    Parameters
    ----------
    terms : int
        Number of terms of the sum.

    Returns
    -------
    float
        Slightly less than 1.
    """
    return 1 - (terms + 8) * ROUNDING_ERROR


def mean_step_distance(query: Query, last: Query) -> float:
    """Return the mean distance of two queries' steps, pair by pair: an upper bound of their EMD.

    Parameters
    ----------
    query, last : Query
        Two predictions with the same number of steps.

    Returns
    -------
    float
        The mean distance.
    """
    differences = query.exact - last.exact
    return float(np.sqrt(np.einsum("nd,nd->n", differences, differences)).mean())


def check_query_shape(steps: Floats, dimensions: int) -> None:
    """Check the shape of a query.

    Parameters
    ----------
    steps : np.ndarray
        The query.
    dimensions : int
        D of the tracks.

    Raises
    ------
    InvalidInputError
        The shape is not (steps, D), or there are no steps.
    """
    if steps.ndim != 2 or not len(steps) or steps.shape[1] != dimensions:
        raise InvalidInputError(
            f"the tracks have features (steps, {dimensions}), the query {steps.shape}; "
            "both must come from one bundle"
        )
