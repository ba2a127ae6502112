"""Lower bounds of the Earth Mover's Distance of a query to many tracks, from few values of each track.

All are computed in float32 and lowered by the possible rounding error. So a bound never exceeds the distance.
"""

import numpy as np
import numpy.typing as npt

from scenescore.matching.index_arrays import IndexArrays
from scenescore.matching.query import (
    ROUNDING_ERROR,
    UNDERFLOW_ERROR,
    Query,
    mean_step_distance,
    rounding_factor,
)

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


def centroid_bounds(query: Query, arrays: IndexArrays, lengths: Floats) -> Floats:
    """Return the distance of the query's centroid to that of each track.

    No Earth Mover's Distance with a metric ground cost is smaller (Jensen's inequality).

    Parameters
    ----------
    query : Query
        The prediction.
    arrays : IndexArrays
        The library.
    lengths : np.ndarray [shape=(rows,), float32]
        Squared lengths of the centroids, lowered by `rounding_factor`.

    Returns
    -------
    np.ndarray [shape=(rows,), float32]
        Lower bounds of the distances.
    """
    # |x|² - 2xy + |y|² takes one pass, and its rounding errors are proportional to the squares.
    own = (
        float(np.dot(query.centroid, query.centroid)) * rounding_factor(len(query.centroid)) - UNDERFLOW_ERROR
    )
    lower: Floats = (-2 * query.centroid) @ arrays.centroids
    lower += lengths
    lower += np.float32(own)
    np.maximum(lower, 0, out=lower)
    np.sqrt(lower, out=lower)
    lower *= np.float32(1 - 2 * ROUNDING_ERROR)
    return lower


def bounds_from_previous(query: Query, last: Query, lower: Floats) -> Floats:
    """Return bounds from those of another query, by the triangle inequality: the EMD is a metric.

    Parameters
    ----------
    query : Query
        The prediction.
    last : Query
        The other query, with the same number of steps.
    lower : np.ndarray [shape=(rows,), float32]
        Lower bounds of the other query's distances.

    Returns
    -------
    np.ndarray [shape=(rows,), float32]
        Lower bounds of the query's distances.
    """
    left: Floats = lower - np.float32(
        mean_step_distance(query, last) * (1 + 2 * ROUNDING_ERROR) + UNDERFLOW_ERROR**0.5
    )
    np.maximum(left, 0, out=left)
    left *= np.float32(1 - 2 * ROUNDING_ERROR)
    return left


def quantile_bounds(query: Query, arrays: IndexArrays, places: Indices) -> Floats:
    """Return bounds from the Earth Mover's Distance of each dimension by itself.

    The mean distance of matched vectors is at least the length of the vector of their mean differences in
    each dimension (Minkowski's inequality). Each of these is at least the dimension's own distance.

    Parameters
    ----------
    query : Query
        The prediction.
    arrays : IndexArrays
        The library.
    places : np.ndarray [shape=(m,), intp]
        Rows of the library.

    Returns
    -------
    np.ndarray [shape=(m,), float32]
        Lower bounds of the distances.
    """
    differences = arrays.quantiles.take(places, axis=0)
    differences -= query.quantiles
    np.abs(differences, out=differences)
    parts = differences.shape[1]
    means = differences[:, 0]
    for part in range(1, parts):
        means += differences[:, part]
    lower: Floats = np.sqrt(np.einsum("nd,nd->n", means, means))
    lower *= np.float32((1 - (means.shape[1] + 2 * parts) * ROUNDING_ERROR) / parts)
    lower -= np.float32(query.slack)
    return lower
