"""Hub correction of one bundle's view of the library, computed beside the sessions and kept up to date."""

import logging
import threading
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.matching.hubness import AUTO, METHODS, HubCorrection, correct_hubs
from scenescore.matching.query_bank import MAX_EXACT_PAIRS, bank_distances, select_bank_rows
from scenescore.model.bundle.bundle import BANK_FILE, MEMORY_APPEARANCE_FILE, Bundle
from scenescore.retrieval.library_view import LibraryView

log = logging.getLogger(__name__)

CHOICES: Final = (AUTO, *METHODS)


class StoppedError(ScenescoreError):
    """The computation was cancelled: the daemon is shutting down."""


class HubCorrector:
    """Computes the hub bias of each track.

    A library of 10,000 tracks takes ten seconds of one core, one of 100,000 takes 90 seconds; answers go on
    meanwhile with the last bias. The distances between the bank and the tracks are kept (4 bytes for each
    prediction and track), so that only new tracks are compared after an import.

    Parameters
    ----------
    bundle : Bundle
        Its training predictions are the bank.
    method : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``.

    Raises
    ------
    InvalidInputError
        There is no such method.
    """

    def __init__(self, bundle: Bundle, method: str = AUTO) -> None:
        if method not in CHOICES:
            raise InvalidInputError(f"hub correction is one of {', '.join(CHOICES)}, not {method!r}")
        self._bundle = bundle
        self._method = method
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._known: dict[str, int] = {}
        self._distances: np.ndarray | None = None
        self._exact = True
        self._logged = ""
        self._corrected: LibraryView | None = None

    @property
    def works(self) -> bool:
        """Whether a correction can be computed: it needs a method, and a bundle with a bank."""
        return self._method != "none" and BANK_FILE in self._bundle.manifest["files"]

    def is_due(self, view: LibraryView) -> bool:
        """Whether a view has no correction yet.

        Parameters
        ----------
        view : LibraryView
            The bundle's view of the library.

        Returns
        -------
        bool
            False for a bundle that corrects nothing.
        """
        return self.works and view is not self._corrected

    def apply(self, view: LibraryView) -> HubCorrection | None:
        """Compute a view's correction and set its hub bias; this can take minutes.

        Parameters
        ----------
        view : LibraryView
            The view to correct.

        Returns
        -------
        HubCorrection or None
            None where no correction can be computed, or `stop` was called.
        """
        if not self.works:
            return None
        with self._lock:
            self._corrected = view
            try:
                correction = correct_hubs(self._bank_distances(view).astype(np.float64), self._method)
            except StoppedError:
                return None
            except ScenescoreError as error:
                log.warning("models/%s: hubs aren't corrected: %s", self._bundle.name, error.message)
                return None
            view.hub_bias = correction.bias
            self._log(correction)
        return correction

    def stop(self) -> None:
        """Cancel a running computation."""
        self._stopped.set()

    def _check_stopped(self) -> None:
        if self._stopped.is_set():
            raise StoppedError("the daemon is shutting down")

    def _bank_distances(self, view: LibraryView) -> np.ndarray:
        """Return the bank's distances to the view's tracks; known ones are not computed again."""
        remembers = MEMORY_APPEARANCE_FILE in self._bundle.manifest["files"]
        bank = select_bank_rows(self._bundle.bank(), has_memory=remembers)
        exact = len(bank) * len(view.segments.features) <= MAX_EXACT_PAIRS
        if exact != self._exact:
            # Estimated and exact distances can't be mixed: compute all of them again.
            self._known, self._distances, self._exact = {}, None, exact
        new = [place for place, track_id in enumerate(view.ids) if track_id not in self._known]
        distances = np.empty((len(bank), len(view)), np.float32)
        if new:
            segments = view.segments if len(new) == len(view) else view.segments.take(new)
            distances[:, new] = bank_distances(
                bank,
                segments,
                exact_pairs=MAX_EXACT_PAIRS if exact else 0,
                check_cancelled=self._check_stopped,
            )
        if self._distances is not None:
            old = [place for place, track_id in enumerate(view.ids) if track_id in self._known]
            distances[:, old] = self._distances[:, [self._known[view.ids[place]] for place in old]]
        self._known = {track_id: place for place, track_id in enumerate(view.ids)}
        self._distances = distances
        return distances

    def _log(self, correction: HubCorrection) -> None:
        words = "aren't corrected" if correction.method == "none" else f"are corrected ({correction.method})"
        if words != self._logged:
            self._logged = words
            log.info(
                "models/%s: hubs %s; the nearest tracks' skew is %.1f, by chance %.1f",
                self._bundle.name, words, correction.skew, correction.chance_skew,
            )  # fmt: skip


def carry_hub_bias_over(old: LibraryView, new: LibraryView) -> None:
    """Give a new view the old view's hub bias until its own is computed; new tracks get 0.

    Parameters
    ----------
    old, new : LibraryView
        Views of the same bundle.
    """
    bias = old.hub_bias
    if bias is not None:
        known = dict(zip(old.ids, bias.tolist(), strict=True))
        new.hub_bias = np.array([known.get(track_id, 0.0) for track_id in new.ids])
