"""The folders that the library is kept up to date with while the daemon runs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scenescore.daemon.jobs.importing import spare_cores
from scenescore.daemon.process.lifecycle import Life
from scenescore.errors import PreconditionError
from scenescore.retrieval.engine import Engine

if TYPE_CHECKING:
    from scenescore.library.watch import LibraryWatcher

MAX_FOLDERS: Final = 32


class WatchedFolders:
    """Watches folders until it is stopped.

    Parameters
    ----------
    engine : Engine
        Holds the library; its sessions see at once what changes.
    life : Life
        Is told while something is taken in.
    """

    def __init__(self, engine: Engine, life: Life) -> None:
        self._engine = engine
        self._life = life
        self._lock = threading.Lock()
        self._watchers: dict[Path, LibraryWatcher] = {}
        self._has_stopped = False

    def watch(self, folder: Path) -> None:
        """Keep the library up to date with one more folder; one that lies in a watched one is left.

        Raises
        ------
        NotFoundError
            There is no such folder.
        UnavailableError
            The platform has no means left to watch it.
        PreconditionError
            As many are watched as can be.
        """
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415 (start-up that few need)
        from scenescore.library.watch import LibraryWatcher  # noqa: PLC0415

        real = folder.expanduser().resolve()
        with self._lock:
            if self._has_stopped or any(real.is_relative_to(watched) for watched in self._watchers):
                return
            if len(self._watchers) >= MAX_FOLDERS:
                raise PreconditionError(
                    f"{MAX_FOLDERS} folders are watched, as many as can be: follow one above them instead"
                )
            watcher = LibraryWatcher(
                self._engine.library,
                folder,
                requirements=lambda: requirements_of(self._engine.bundles()),
                on_change=lambda _: self._follow_at_once(),
                jobs=spare_cores(),
                at_work=self._life.busy,
            )
            watcher.start()
            self._watchers[real] = watcher

    def stop(self) -> None:
        """End; nothing is watched any more."""
        with self._lock:
            self._has_stopped = True
            watchers = list(self._watchers.values())
        for watcher in watchers:
            watcher.stop()

    def _follow_at_once(self) -> None:
        self._engine.follow_library(at_once=True)
