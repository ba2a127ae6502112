"""The cues that were made with a bundle, and the nearest one to a window."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.library.store.cues.cue_store import Cue
from scenescore.model.appearance_distance import appearance_distance, stillness_distance
from scenescore.retrieval.cue_reach import cue_reach, cue_strength

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class NearestCue:
    """The cue that is nearest to a window.

    Attributes
    ----------
    cue : Cue
        The decision.
    strength : float
        Above 0, it hardly counts, to 1, it decides.
    """

    cue: Cue
    strength: float


class CueIndex:
    """Finds the nearest cue to a window; never changes.

    The distance of a window to a cue is the mean, over the window's frames, of the distance to the nearest
    frame of the cue. So a short part of a scene is as near as the whole scene.

    Parameters
    ----------
    cues : sequence of Cue and np.ndarray [shape=(n, 234), float32]
        Each with the appearance descriptors of its frames.
    """

    def __init__(self, cues: Sequence[tuple[Cue, Floats]] = ()) -> None:
        self._cues = [cue for cue, _ in cues]
        self._appearances = [appearance for _, appearance in cues]
        self._tracks = len({cue.track_id for cue, _ in cues})

    def __len__(self) -> int:
        return len(self._cues)

    def nearest(
        self, appearance: Floats, known: float = 0.0, *, stillness: float | None = None
    ) -> NearestCue | None:
        """Return the nearest cue to a window; None where no cue is near enough to count.

        Parameters
        ----------
        appearance : np.ndarray [shape=(steps, 234), float32]
            Appearance descriptors of the window's frames.
        known : float
            How surely the bundle remembers the window, 0 to 1; see `cue_reach`.
        stillness : float, optional
            How still the window's scene is, 0 to 1.

        Returns
        -------
        NearestCue or None
            The cue with its strength; the later one of two that are equally near.
        """
        if not self._cues:
            return None
        # One product for each cue: NumPy's threads would wait for each other in a single large one.
        distances = [
            appearance_distance(appearance, own) + stillness_distance(stillness, cue.stillness)
            for cue, own in zip(self._cues, self._appearances, strict=True)
        ]
        # Of two that are equally near, the later one counts: it is the user's last decision.
        place = len(distances) - 1 - int(np.argmin(distances[::-1]))
        strength = float(cue_strength(distances[place], cue_reach(self._tracks, known)))
        return NearestCue(self._cues[place], strength) if strength > 0 else None
