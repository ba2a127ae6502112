"""What all sessions share: the library, the loaded bundles and the worker pools."""

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import numpy as np

from scenescore.errors import NotFoundError, ScenescoreError
from scenescore.frames.appearance import appearance_descriptors
from scenescore.library.store.library import Library
from scenescore.library.store.projects import DEFAULT_PROJECT
from scenescore.library.workers import terminate_workers
from scenescore.matching.hubness import AUTO, HubCorrection
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.bundle.folders import MANIFEST
from scenescore.model.bundle.installed import find_bundle, list_bundles, preferred_bundle
from scenescore.model.predict import FRAME_SHAPE, Predictor
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.hub_correction import HubCorrector, carry_hub_bias_over
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.loaded_models import LoadedModels
from scenescore.retrieval.memory_tracks import MemoryTracks
from scenescore.retrieval.ranking.evidence import Situation
from scenescore.retrieval.worker_pools import WorkerPools

log = logging.getLogger(__name__)

_REBUILD_PAUSE_FACTOR: Final = 10
"""Pause between two rebuilds, in durations of a rebuild: an import that keeps changing the library
takes a tenth of the time at most."""


class Engine:
    """Loads bundles, and keeps their views of the library and of the cues up to date.

    Each project has views and cues of its own; what is computed of a track or learnt by a bundle is shared.
    Its methods block. A daemon calls them through `pools`.

    Parameters
    ----------
    library : Library
        The user's music. Sessions that name no project belong to the library's.
    default_bundle : str
        Name or folder of the bundle for sessions that name none; empty for ``starter``, else the first.
    hub_correction : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``. Sessions use plain distances until
        `finish_views` has computed it.

    Attributes
    ----------
    library : Library
        The user's music.
    pools : WorkerPools
        The threads that blocking work runs in.
    default_model : str
        The bundle for sessions that name none; empty where no bundle is installed.

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
        self.pools = WorkerPools()
        self._follow_lock = threading.Lock()
        self._models = LoadedModels()
        self._made: dict[str, int] = {}
        self._generation = library.generation
        self._cue_generation = library.cues.generation
        self._follow_after_s = 0.0
        self.default_model = ""
        bundle = find_bundle(default_bundle) if default_bundle else preferred_bundle()
        if bundle is not None:
            self.default_model = bundle.name
            self._load(bundle, self._project)

    @property
    def loaded(self) -> list[LoadedModel]:
        """The bundles that are loaded, each for one project, by name."""
        return self._models.all()

    @property
    def _project(self) -> str:
        """The project of sessions that name none."""
        return self.library.project or DEFAULT_PROJECT

    def model(self, name: str = "", project: str = "") -> LoadedModel:
        """Return a bundle that is ready to predict; load it first where necessary.

        Parameters
        ----------
        name : str
            An installed bundle's id; empty for the default.
        project : str
            The project whose tracks it ranks; empty for the library's own.

        Raises
        ------
        NotFoundError
            There is no such bundle, no default, or no such project.
        BrokenFileError
            The bundle is damaged.
        """
        name = name or self.default_model
        if not name:
            raise NotFoundError(
                "there is no bundle to predict with; train one with `scenescore train --game NAME VIDEO...` "
                "and start the daemon again"
            )
        project = self.library.projects.find(project or self._project).id
        if (found := self._models.find(name, project)) is not None:
            return found
        elsewhere = self._models.of_bundle(name)
        return self._load(elsewhere[0].bundle if elsewhere else find_bundle(name), project)

    def warm_up(self) -> None:
        """Answer once for a black window with each bundle.

        Libraries that load at their first use would otherwise delay a session's first answer.
        """
        for model in self.loaded:
            black = np.zeros((model.bundle.steps, *FRAME_SHAPE), np.uint8)
            model.rank(Situation(model.predictor.answer(black)), 1)

    def reload(self, name: str) -> Bundle:
        """Read a bundle again; sessions that begin from now on predict with it.

        Parameters
        ----------
        name : str
            An installed bundle's id.

        Raises
        ------
        NotFoundError
            There is no such bundle.
        BrokenFileError
            It is damaged.
        """
        bundle = find_bundle(name)
        self._load_again(bundle)
        return bundle

    def bundles(self) -> list[Bundle]:
        """Return the bundles that are loaded or installed, by name."""
        found = {bundle.name: bundle for bundle in list_bundles()[0]}
        found |= {model.bundle.name: model.bundle for model in self.loaded}
        return [found[name] for name in sorted(found)]

    def follow_library(self, *, at_once: bool = False) -> bool:
        """Rebuild the views where any process has changed the library.

        Parameters
        ----------
        at_once : bool
            Rebuild even if the last rebuild was a moment ago.

        Returns
        -------
        bool
            Whether the views were rebuilt.
        """
        with self._follow_lock:
            generation = self.library.generation
            began_s = time.monotonic()
            if generation == self._generation or (began_s < self._follow_after_s and not at_once):
                return False
            for model in self.loaded:
                view = LibraryView(self.library.of_project(model.project), model.bundle)
                carry_hub_bias_over(model.view, view)
                view.memory_tracks = model.view.memory_tracks
                model.view = view
            self._generation = generation
            took_s = time.monotonic() - began_s
            self._follow_after_s = began_s + _REBUILD_PAUSE_FACTOR * took_s
        log.debug("the library has %d tracks now (followed in %.0f ms)", self.library.count(), took_s * 1000)
        return True

    def views_are_unfinished(self) -> bool:
        """Whether some bundle's view lacks memory tracks or hub correction."""
        return any(model.is_unfinished for model in self.loaded)

    def finish_views(self) -> None:
        """Compute the memory tracks and hub corrections that views lack; this can take minutes."""
        for model in self.loaded:
            model.finish_view()

    def correct_hubs(self, model: LoadedModel) -> HubCorrection | None:
        """Compute one bundle's hub correction now; None where it has none."""
        return model.hubs.apply(model.view)

    def follow_cues(self) -> None:
        """Give sessions the cues that were added, and take away those that were removed."""
        with self._follow_lock:
            generation = self.library.cues.generation
            if generation != self._cue_generation:
                for model in self.loaded:
                    model.cues = self._cues_of(model)
                self._cue_generation = generation

    def grow_cues(self, cue_ids: Sequence[str], pictures: Sequence[np.ndarray]) -> None:
        """Add pictures of their scene to cues, in the background.

        Parameters
        ----------
        cue_ids : sequence of str
            Cues; those that were removed meanwhile are passed over.
        pictures : sequence of np.ndarray [shape=(80, 80, 3), uint8]
            HSV, one or more.
        """

        def grow() -> None:
            try:
                for cue_id in cue_ids:
                    self.library.cues.add_frames(cue_id, np.stack(pictures))
                self.follow_cues()
            except ScenescoreError as error:
                log.warning("pictures of a scene could not be added to its cue: %s", error.message)

        # A pool that has shut down takes no more work.
        with suppress(RuntimeError):
            self.pools.slow.submit(grow)

    def follow_bundles(self) -> None:
        """Load bundles again that were trained again; open sessions keep the old ones."""
        for model in self.loaded:
            made = _made(model.bundle)
            if made and made != self._made.get(model.bundle.name):
                self._made[model.bundle.name] = made
                try:
                    self._load_again(load_bundle(model.bundle.path))
                except ScenescoreError as error:
                    log.warning("models/%s keeps its former version: %s", model.bundle.name, error.message)

    def close(self, *, end_imports: bool = False) -> None:
        """Stop the threads and drop the work that is waiting.

        Parameters
        ----------
        end_imports : bool
            Also end all worker processes of imports; the imports must have been told to stop before.
        """
        for model in self.loaded:
            model.stop()
        self.pools.cancel()
        if end_imports:
            terminate_workers()
        self.pools.writer.shutdown()

    def _load_again(self, bundle: Bundle) -> None:
        """Load a bundle in place of an earlier one of its name, for the projects that use it."""
        for model in self._models.of_bundle(bundle.name):
            self._load(bundle, model.project)

    def _load(self, bundle: Bundle, project: str) -> LoadedModel:
        """Load a bundle for a project. Another project's predictor serves both."""
        self._made[bundle.name] = _made(bundle)
        shared = [model for model in self._models.of_bundle(bundle.name) if model.bundle is bundle]
        predictor = shared[0].predictor if shared else Predictor(bundle)
        loaded = LoadedModel(
            bundle,
            predictor,
            project,
            LibraryView(self.library.of_project(project), bundle),
            HubCorrector(bundle, self._hub_correction),
            MemoryTracks(predictor.memory),
            CueIndex(),
        )
        self._models.put(loaded, keep=(self.default_model, self._project))
        # The model is registered by now, so a cue that is added meanwhile reaches it, too.
        loaded.cues = self._cues_of(loaded)
        log.info(
            "models/%s is loaded for projects/%s (%s, %d steps)",
            bundle.name, project, bundle.feature_set, bundle.steps,
        )  # fmt: skip
        return loaded

    def _cues_of(self, model: LoadedModel) -> CueIndex:
        windows = self.library.of_project(model.project).cues.with_frames(model.bundle.name)
        return CueIndex([(cue, appearance_descriptors(frames)) for cue, frames in windows])


def _made(bundle: Bundle) -> int:
    """Return when a bundle's manifest was written, in nanoseconds; 0 when it can't be read."""
    try:
        return (bundle.path / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0
