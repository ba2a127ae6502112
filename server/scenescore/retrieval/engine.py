"""What all sessions share: the library, loaded bundles, and the working threads."""

import logging
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import numpy as np

from scenescore.errors import NotFoundError, ScenescoreError
from scenescore.frames.appearance import looks_of
from scenescore.library.ingest.workers import end_workers
from scenescore.library.store.library import Library
from scenescore.matching.hubs import AUTO, Correction
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.bundle.installed import find_bundle, list_bundles
from scenescore.model.bundle.manifest import MANIFEST
from scenescore.model.predict import FRAME_SHAPE, Predictor
from scenescore.retrieval.cue_index import CueBook
from scenescore.retrieval.hub_correction import HubCorrection, carry_over
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.live_pool import LivePool
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.memory_tracks import RememberedMusic

log = logging.getLogger(__name__)

PREFERRED_BUNDLE: Final = "starter"
MAX_LOADED: Final = 16
_REBUILD_SHARE: Final = 10
"""While an import changes the library all the time, at most a tenth of the time goes into following it."""


class Engine:
    """Loads bundles, and lets them follow the library.

    Its methods block. They are called through bounded pools of threads: :attr:`live` for what a session waits
    for, :attr:`beside` for what can be done at the same time, :attr:`writer` for what changes the library and
    may take long (one after the other), :attr:`follower` for noticing such changes, :attr:`finisher` for
    working out what views of it lack, :attr:`slow` for all else.

    Parameters
    ----------
    library : Library
        The user's music.
    default_bundle : str
        Name or folder of the bundle for sessions that name none; empty for ``starter``, else the first.
    hub_correction : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``. Sessions go by plain distances until
        `finish_views` has worked it out.

    Raises
    ------
    InvalidInputError
        There is no such hub correction.
    NotFoundError
        There is no such bundle.
    BrokenFileError
        The bundle is damaged.
    """

    def __init__(self, library: Library, default_bundle: str = "", *, hub_correction: str = AUTO) -> None:
        self.library = library
        self._hub_correction = hub_correction
        self.live = LivePool(min(8, max(2, os.cpu_count() or 2)))
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self.slow = ThreadPoolExecutor(2, thread_name_prefix="slow")
        self.writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.follower = ThreadPoolExecutor(1, thread_name_prefix="follower")
        self.finisher = ThreadPoolExecutor(1, thread_name_prefix="finisher")
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._models: dict[str, LoadedModel] = {}
        self._made: dict[str, int] = {}
        self._generation = library.generation
        self._cue_generation = library.cues.generation
        self._follow_after_s = 0.0
        self.default_model = ""
        bundle = find_bundle(default_bundle) if default_bundle else _usual_bundle()
        if bundle is not None:
            self.default_model = self._load(bundle).bundle.name

    @property
    def loaded(self) -> list[LoadedModel]:
        """The bundles that are loaded, by name."""
        with self._lock:
            return [self._models[name] for name in sorted(self._models)]

    def model(self, name: str = "") -> LoadedModel:
        """Return a bundle ready to predict; load it where it isn't yet.

        Parameters
        ----------
        name : str
            An installed bundle's id; empty for the default.

        Raises
        ------
        NotFoundError
            There is no such bundle, or no default.
        BrokenFileError
            The bundle is damaged.
        """
        name = name or self.default_model
        if not name:
            raise NotFoundError(
                "there is no bundle to predict with; train one with `scenescore train --game NAME VIDEO...` "
                "and start the daemon again"
            )
        with self._lock:
            if name in self._models:
                self._models[name] = self._models.pop(name)
                return self._models[name]
        return self._load(find_bundle(name))

    def warm_up(self) -> None:
        """Answer once for a black window: what loads when it is first used need not keep a session waiting.

        A daemon is ready half a second sooner for it.
        """
        for model in self.loaded:
            black = np.zeros((model.bundle.steps, *FRAME_SHAPE), np.uint8)
            model.rank(model.predictor.answer(black), 1)

    def reload(self, name: str) -> Bundle:
        """Read a bundle anew; sessions that begin from now on predict with it.

        Raises
        ------
        NotFoundError
            There is no such bundle.
        BrokenFileError
            It is damaged.
        """
        bundle = find_bundle(name)
        with self._lock:
            loaded = name in self._models
        if loaded:
            self._load(bundle)
        return bundle

    def bundles(self) -> list[Bundle]:
        """Return the bundles that are loaded or installed, by name."""
        found = {bundle.name: bundle for bundle in list_bundles()[0]}
        found |= {model.bundle.name: model.bundle for model in self.loaded}
        return [found[name] for name in sorted(found)]

    def follow_library(self, *, at_once: bool = False) -> bool:
        """Let sessions see what has changed in the library, by whatever process.

        Parameters
        ----------
        at_once : bool
            Don't put it off, however much is changing.

        Returns
        -------
        bool
            Whether anything was rebuilt.
        """
        with self._following:
            generation = self.library.generation
            began_s = time.monotonic()
            if generation == self._generation or (began_s < self._follow_after_s and not at_once):
                return False
            for model in self.loaded:
                view = LibraryView(self.library, model.bundle)
                carry_over(model.view, view)
                view.remembered = model.view.remembered
                model.view = view
            self._generation = generation
            took_s = time.monotonic() - began_s
            self._follow_after_s = began_s + _REBUILD_SHARE * took_s
        log.debug("the library has %d tracks now (followed in %.0f ms)", self.library.count(), took_s * 1000)
        return True

    def views_are_unfinished(self) -> bool:
        """Whether what takes long hasn't been worked out for some bundle's view of the library yet."""
        return any(model.is_unfinished for model in self.loaded)

    def finish_views(self) -> None:
        """Work out which tracks all bundles remember, and their hub correction, where it hasn't been yet."""
        for model in self.loaded:
            model.finish_view()

    def correct_hubs(self, model: LoadedModel) -> Correction | None:
        """Work out one bundle's hub correction at once; None where there is nothing to correct by."""
        return model.hubs.apply(model.view)

    def follow_cues(self) -> None:
        """Let sessions learn from the cues that were added, and forget those that are gone."""
        with self._following:
            generation = self.library.cues.generation
            if generation != self._cue_generation:
                for model in self.loaded:
                    model.cues = self._cues_of(model)
                self._cue_generation = generation

    def grow_cues(self, cue_ids: Sequence[str], pictures: Sequence[np.ndarray]) -> None:
        """Add pictures of their scene to cues, soon and beside the answers.

        Parameters
        ----------
        cue_ids : sequence of str
            Cues; those that are gone meanwhile are passed over.
        pictures : sequence of np.ndarray [shape=(80, 80, 3), uint8]
            HSV, one or more.
        """

        def grow() -> None:
            try:
                for cue_id in cue_ids:
                    self.library.cues.grow(cue_id, np.stack(pictures))
                self.follow_cues()
            except ScenescoreError as error:
                log.warning("what cues have seen since they were made is lost: %s", error.message)

        # Once the daemon ends there is nobody left to do it.
        with suppress(RuntimeError):
            self.slow.submit(grow)

    def follow_bundles(self) -> None:
        """Load those bundles anew that were trained again; open sessions keep what they have."""
        for model in self.loaded:
            made = _made(model.bundle)
            if made and made != self._made.get(model.bundle.name):
                self._made[model.bundle.name] = made
                try:
                    self._load(load_bundle(model.bundle.path))
                except ScenescoreError as error:
                    log.warning("models/%s goes on as it was: %s", model.bundle.name, error.message)

    def close(self, *, end_imports: bool = False) -> None:
        """Let go of the threads; what is waiting is given up.

        Parameters
        ----------
        end_imports : bool
            Give up what imports have not finished, too: all worker processes of this process are ended. They
            must have been told to stop before.
        """
        for model in self.loaded:
            model.stop()
        for pool in (self.live, self.beside, self.slow, self.writer, self.follower, self.finisher):
            pool.shutdown(wait=False, cancel_futures=True)
        if end_imports:
            end_workers()
        self.writer.shutdown()

    def _load(self, bundle: Bundle) -> LoadedModel:
        predictor = Predictor(bundle)
        loaded = LoadedModel(
            bundle,
            predictor,
            LibraryView(self.library, bundle),
            HubCorrection(bundle, self._hub_correction),
            RememberedMusic(predictor.memory),
            CueBook(),
        )
        with self._lock:
            self._made[bundle.name] = _made(bundle)
            self._models[bundle.name] = loaded
            for name in list(self._models)[: max(0, len(self._models) - MAX_LOADED)]:
                if name != self.default_model:
                    del self._models[name]
        # Once others can see it: a cue that is added meanwhile reaches it one way or the other.
        loaded.cues = self._cues_of(loaded)
        log.info("models/%s is loaded (%s, %d steps)", bundle.name, bundle.feature_set, bundle.steps)
        return loaded

    def _cues_of(self, model: LoadedModel) -> CueBook:
        windows = self.library.cues.windows(model.bundle.name)
        return CueBook([(cue, looks_of(frames)) for cue, frames in windows])


def _made(bundle: Bundle) -> int:
    """Return when a bundle's manifest was written, in nanoseconds; 0 when it can't be seen."""
    try:
        return (bundle.path / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def _usual_bundle() -> Bundle | None:
    """Return ``starter``, else the first bundle by name, else None."""
    try:
        return find_bundle(PREFERRED_BUNDLE)
    except NotFoundError:
        bundles, _ = list_bundles()
        return min(bundles, key=lambda bundle: bundle.name, default=None)
