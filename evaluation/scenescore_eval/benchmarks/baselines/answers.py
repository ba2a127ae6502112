"""Baselines of an answer: the whole window and all tracks are computed anew each time."""

import numpy as np
import numpy.typing as npt

from scenescore.errors import UnavailableError
from scenescore.install import extra_advice
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore_eval.benchmarks.baselines.solvers import assignment_distances, emd2_distances

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Distances = npt.NDArray[np.float64]


class AnswerBaselines:
    """Two ways to answer without Scenescore's caches and bounds.

    *Naive* is Keras's ``predict`` and POT's ``emd2``. *Fair* is a TensorFlow graph and SciPy's assignment
    solver.

    The network has the bundle's architecture with untrained weights, as a bundle holds no weights for Keras.
    The query is the bundle's own prediction for the same window, so the solvers do real work.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose architecture is used.
    library : TrackSegments
        The tracks, in the bundle's scaled space.

    Raises
    ------
    UnavailableError
        TensorFlow isn't installed.
    """

    def __init__(self, bundle: Bundle, library: TrackSegments) -> None:
        try:
            # TensorFlow takes seconds to import, and is an optional dependency.
            from scenescore.model.network import Network  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise UnavailableError(
                f"the baseline needs {error.name}, not installed here: {extra_advice('train')}"
            ) from error
        self._network = Network(bundle.steps, bundle.feature_set.dimensions, batch=16, learning_rate=1e-3)
        self._graph = self._network.as_graph()
        self._library = library
        self._rows = library.features.astype(np.float64)

    def naive(self, window: Frames, query: Floats) -> Distances:
        """Answer with Keras's ``predict`` and POT's ``emd2``.

        Parameters
        ----------
        window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
            HSV.
        query : np.ndarray [shape=(steps, D), float32]
            The bundle's prediction for the window.

        Returns
        -------
        np.ndarray [shape=(tracks,), float64]
            The distance of each track: that of its nearest segment.
        """
        self._network.keras_model.predict(window[None], verbose=0)
        return self._library.nearest(np.array(emd2_distances(query.astype(np.float64), self._rows)))

    def fair(self, window: Frames, query: Floats) -> Distances:
        """Answer with a TensorFlow graph and SciPy's assignment solver.

        Parameters
        ----------
        window, query
            As for `naive`.

        Returns
        -------
        np.ndarray [shape=(tracks,), float64]
            As for `naive`.
        """
        self._graph(window[None])
        return self._library.nearest(np.array(assignment_distances(query.astype(np.float64), self._rows)))
