"""Hub correction of the library as a bundle's sessions see it: worked out beside them, kept up to date."""

import logging
import threading
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.matching.bank import EXACT_PAIRS, bank_distances, rows_of
from scenescore.matching.hubs import AUTO, METHODS, Correction, correct
from scenescore.model.bundle.bundle import BANK, MEMORY_LOOKS, Bundle
from scenescore.retrieval.library_view import LibraryView

log = logging.getLogger(__name__)

CHOICES: Final = (AUTO, *METHODS)


class StoppedError(ScenescoreError):
    """The daemon ends before a correction was worked out."""


class HubCorrection:
    """Works out by what each track's distances are corrected.

    A library of 10,000 tracks takes ten seconds of one core, one of 100,000 a minute and a half; answers
    go on meanwhile with what was known before. How far the bank is from a track is kept (4 bytes a
    prediction and track), so that after an import only the new tracks are compared.

    Parameters
    ----------
    bundle : Bundle
        Whose training predictions are the bank.
    method : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``.

    Raises
    ------
    InvalidInputError
        Another method.
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
        self._told = ""
        self._seen: LibraryView | None = None

    @property
    def works(self) -> bool:
        """Whether there is anything to correct by: not without a method, nor for a bundle without a bank."""
        return self._method != "none" and BANK in self._bundle.manifest["files"]

    def is_due(self, view: LibraryView) -> bool:
        """Whether a view hasn't been corrected yet."""
        return self.works and view is not self._seen

    def apply(self, view: LibraryView) -> Correction | None:
        """Work out a view's correction and let its scores carry it; takes its time.

        Returns
        -------
        Correction or None
            None where there is nothing to correct by.
        """
        if not self.works:
            return None
        with self._lock:
            self._seen = view
            try:
                correction = correct(self._bank_distances(view).astype(np.float64), self._method)
            except StoppedError:
                return None
            except ScenescoreError as error:
                log.warning("models/%s: hubs aren't corrected: %s", self._bundle.name, error.message)
                return None
            view.bias = correction.bias
            self._tell(correction)
        return correction

    def stop(self) -> None:
        """Let what is being worked out be given up soon."""
        self._stopped.set()

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise StoppedError("the daemon ends")

    def _bank_distances(self, view: LibraryView) -> np.ndarray:
        """Return the bank's distances to the view's tracks; those that are known are not computed again."""
        remembers = MEMORY_LOOKS in self._bundle.manifest["files"]
        bank = rows_of(self._bundle.bank(), remembers=remembers)
        exact = len(bank) * len(view.segments.features) <= EXACT_PAIRS
        if exact != self._exact:
            # Estimated and exact ones would not be told apart: all in one way.
            self._known, self._distances, self._exact = {}, None, exact
        new = [place for place, track_id in enumerate(view.ids) if track_id not in self._known]
        distances = np.empty((len(bank), len(view)), np.float32)
        if new:
            segments = view.segments if len(new) == len(view) else view.segments.take(new)
            distances[:, new] = bank_distances(
                bank, segments, exact_pairs=EXACT_PAIRS if exact else 0, go_on=self._go_on
            )
        if self._distances is not None:
            old = [place for place, track_id in enumerate(view.ids) if track_id in self._known]
            distances[:, old] = self._distances[:, [self._known[view.ids[place]] for place in old]]
        self._known = {track_id: place for place, track_id in enumerate(view.ids)}
        self._distances = distances
        return distances

    def _tell(self, correction: Correction) -> None:
        words = "aren't corrected" if correction.method == "none" else f"are corrected ({correction.method})"
        if words != self._told:
            self._told = words
            log.info(
                "models/%s: hubs %s; the nearest tracks' skew is %.1f, by chance %.1f",
                self._bundle.name, words, correction.skew, correction.chance_skew,
            )  # fmt: skip


def carry_over(old: LibraryView, new: LibraryView) -> None:
    """Let a new view go on with the old one's correction until its own is worked out.

    A track that is new counts as neither a hub nor the opposite of one.
    """
    bias = old.bias
    if bias is not None:
        known = dict(zip(old.ids, bias.tolist(), strict=True))
        new.bias = np.array([known.get(track_id, 0.0) for track_id in new.ids])
