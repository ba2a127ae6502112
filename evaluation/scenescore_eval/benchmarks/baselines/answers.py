"""The ways to answer that a first version would take: through the whole window and every track each time."""

import numpy as np
import numpy.typing as npt

from scenescore.errors import UnavailableError
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore_eval.benchmarks.baselines.solvers import assignment_distances, emd2_distances

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Distances = npt.NDArray[np.float64]


class FirstVersion:
    """The naive way, Keras's ``predict`` and POT's ``emd2``, and the fair one, a graph and SciPy's solver.

    The network is of the bundle's architecture with untrained weights, as a bundle holds none for Keras; what
    is searched for is the bundle's own prediction for the same window, so that the solvers' work is real.

    Parameters
    ----------
    bundle : Bundle
        Whose architecture.
    library : TrackSegments
        In the bundle's scaled space.

    Raises
    ------
    UnavailableError
        TensorFlow isn't installed.
    """

    def __init__(self, bundle: Bundle, library: TrackSegments) -> None:
        try:
            # TensorFlow takes seconds to import: only who compares with it waits for it.
            from scenescore.model.network import Network  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise UnavailableError(
                f"the baseline of this benchmark needs {error.name}, not installed here: "
                'pip install "scenescore[train]"'
            ) from error
        self._network = Network(bundle.steps, bundle.feature_set.dimensions, batch=16, learning_rate=1e-3)
        self._graph = self._network.as_graph()
        self._library = library
        self._rows = library.features.astype(np.float64)

    def naive(self, window: Frames, query: Floats) -> Distances:
        """Answer as one would write it down first.

        Parameters
        ----------
        window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
            HSV.
        query : np.ndarray [shape=(steps, D), float32]
            What the bundle predicts for it.

        Returns
        -------
        np.ndarray [shape=(tracks,), float64]
            Distances of all tracks, each its nearest segment's.
        """
        self._network.whole.predict(window[None], verbose=0)
        return self._library.nearest(np.array(emd2_distances(query.astype(np.float64), self._rows)))

    def fair(self, window: Frames, query: Floats) -> Distances:
        """Answer as one would after a day of tuning: no Python in the network, the faster solver."""
        self._graph(window[None])
        return self._library.nearest(np.array(assignment_distances(query.astype(np.float64), self._rows)))
