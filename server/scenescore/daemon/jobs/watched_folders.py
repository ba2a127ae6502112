"""Keep the library up to date with folders while the daemon runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scenescore.daemon.jobs.spare_cores import spare_cores
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.errors import PreconditionError
from scenescore.retrieval.engine import Engine

if TYPE_CHECKING:
    from scenescore.library.watch import LibraryWatcher

MAX_WATCHED_FOLDERS: Final = 32


class WatchedFolders:
    """The folders that are being watched.

    Parameters
    ----------
    engine : Engine
        Holds the library. Its sessions see each change at once.
    lifecycle : Lifecycle
        Counts the imports as work.
    rescan_interval_s : float
        Seconds until a folder is searched again although nothing was heard of it; 0 for never.
    """

    def __init__(self, engine: Engine, lifecycle: Lifecycle, *, rescan_interval_s: float) -> None:
        self._rescan_interval_s = rescan_interval_s
        self._engine = engine
        self._lifecycle = lifecycle
        self._lock = threading.Lock()
        self._watchers: dict[Path, LibraryWatcher] = {}
        self._has_stopped = False

    def watch(self, folder: Path, *, may_open: Callable[[Path], bool] | None = None) -> None:
        """Watch one more folder. Nothing happens if it lies in a folder that is watched already.

        Parameters
        ----------
        folder : Path
            The folder.
        may_open : callable, optional
            Returns whether a file or folder may be read, given its real path. By default all may.

        Raises
        ------
        NotFoundError
            The folder doesn't exist.
        UnavailableError
            The operating system can't watch another folder.
        PreconditionError
            As many folders are watched as the daemon allows.
        """
        # Few daemons watch a folder, and these modules would slow down every start.
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415
        from scenescore.library.watch import LibraryWatcher  # noqa: PLC0415

        real = folder.expanduser().resolve()
        with self._lock:
            if self._has_stopped or any(real.is_relative_to(watched) for watched in self._watchers):
                return
            if len(self._watchers) >= MAX_WATCHED_FOLDERS:
                raise PreconditionError(
                    f"{MAX_WATCHED_FOLDERS} folders are watched, which is the limit: follow a folder that "
                    "contains several of them instead"
                )
            watcher = LibraryWatcher(
                self._engine.library,
                folder,
                requirements=lambda: requirements_of(self._engine.bundles()),
                on_change=lambda _: self._show_sessions(),
                jobs=spare_cores(),
                poll_interval_s=self._rescan_interval_s,
                may_open=may_open,
                busy=self._lifecycle.busy,
            )
            watcher.start()
            self._watchers[real] = watcher

    def stop(self) -> None:
        """Stop watching all folders."""
        with self._lock:
            self._has_stopped = True
            watchers = list(self._watchers.values())
        for watcher in watchers:
            watcher.stop()

    def _show_sessions(self) -> None:
        self._engine.follow_library(at_once=True)
