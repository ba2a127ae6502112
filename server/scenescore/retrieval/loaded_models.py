"""The bundles that are loaded, each with the library as one project sees it."""

import threading
from typing import Final

from scenescore.retrieval.loaded_model import LoadedModel

MAX_LOADED: Final = 16
"""Pairs of a bundle and a project. The pair that was asked for longest ago makes room."""

Key = tuple[str, str]


class LoadedModels:
    """The loaded pairs of a bundle and a project; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._models: dict[Key, LoadedModel] = {}

    def all(self) -> list[LoadedModel]:
        """Return what is loaded, sorted by bundle and project."""
        with self._lock:
            return [self._models[key] for key in sorted(self._models)]

    def of_bundle(self, bundle: str) -> list[LoadedModel]:
        """Return what is loaded of a bundle, sorted by project.

        Parameters
        ----------
        bundle : str
            The bundle's id.

        Returns
        -------
        list of LoadedModel
            One for each project that it is loaded for.
        """
        return [model for model in self.all() if model.bundle.name == bundle]

    def find(self, bundle: str, project: str) -> LoadedModel | None:
        """Return a bundle as a project sees it; None where it is not loaded.

        Parameters
        ----------
        bundle : str
            The bundle's id.
        project : str
            The project's id.

        Returns
        -------
        LoadedModel or None
            The bundle; it now counts as the one that was asked for last.
        """
        with self._lock:
            found = self._models.pop((bundle, project), None)
            if found is not None:
                self._models[bundle, project] = found
            return found

    def put(self, model: LoadedModel, *, keep: Key) -> None:
        """Keep a model, in place of an earlier one of the same bundle and project.

        Parameters
        ----------
        model : LoadedModel
            What was loaded.
        keep : tuple of str and str
            The bundle and the project that are never dropped.
        """
        with self._lock:
            self._models.pop((model.bundle.name, model.project), None)
            self._models[model.bundle.name, model.project] = model
            droppable = [key for key in self._models if key != keep]
            for key in droppable[: max(0, len(self._models) - MAX_LOADED)]:
                del self._models[key]
