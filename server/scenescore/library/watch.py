"""Watch a folder: files that appear in it are added to the library, files that disappear are removed."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from scenescore.errors import NotFoundError, ScenescoreError, UnavailableError
from scenescore.library.folder_state import FolderState, changed_paths, folder_state
from scenescore.library.identity import gone_files
from scenescore.library.ingest.analysis import Requirement
from scenescore.library.ingest.ingest import IngestReport, ingest
from scenescore.library.ingest.music_files import is_music
from scenescore.library.ingest.table import TABLE_NAME
from scenescore.library.store.library import Library
from scenescore.library.update import drop_gone, why_not_searched
from scenescore.library.workers import terminate_workers

log = logging.getLogger(__name__)

SETTLED_AFTER_S: Final = 1.0
"""A file that hasn't changed for this long counts as completely written."""
CHECK_INTERVAL_S: Final = 0.25
DEFAULT_POLL_INTERVAL_S: Final = 60.0
"""How often a folder is searched although nothing was heard of it: network drives send no events."""
BURST_PATHS: Final = 500
"""After events of so many paths at once the folder is searched: the system may have dropped events."""
RETRY_AFTER_S: Final = 30.0
STOP_PATIENCE_S: Final = 1.0
"""How long `LibraryWatcher.stop` waits for the file that is being read."""


class LibraryWatcher:
    """Keeps a library in step with a folder. A thread of its own does the work.

    Parameters
    ----------
    library : Library
        The library.
    folder : Path
        The folder, with all its subfolders.
    requirements : callable
        Returns the features that the installed bundles need. Called before each import.
    on_change : callable, optional
        Called on the watcher's thread after the library has changed.
    jobs : int, optional
        Processes that an import uses; one for each core by default.
    poll_interval_s : float
        Seconds until the folder is searched again although nothing was heard of it; 0 for never.
    may_open : callable, optional
        Returns whether a file or folder may be read, given its real path. By default all may.
    busy : callable, optional
        Returns a context that the watcher's thread enters while it works.

    Raises
    ------
    NotFoundError
        There is no such folder.

    Attributes
    ----------
    folder : Path
        The folder, as an absolute path.
    """

    def __init__(
        self,
        library: Library,
        folder: Path,
        requirements: Callable[[], Sequence[Requirement]],
        on_change: Callable[[IngestReport], None] | None = None,
        *,
        jobs: int | None = None,
        poll_interval_s: float = DEFAULT_POLL_INTERVAL_S,
        may_open: Callable[[Path], bool] | None = None,
        busy: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.folder = folder.expanduser().resolve()
        if not self.folder.is_dir():
            raise NotFoundError(f"there is no folder {folder} to watch; make it or name another")
        self._library = library.of_project(None)
        self._requirements = requirements
        self._on_change = on_change
        self._jobs = jobs
        self._busy = busy
        self._poll_interval_s = poll_interval_s or math.inf
        self._may_open = may_open
        self._changed_at_s: dict[Path, float] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="library-watcher", daemon=True)
        self._observer = Observer()
        self._observer.schedule(_Handler(self._note), str(self.folder), recursive=True)

    def start(self) -> None:
        """Start watching. First the library is brought in step with what is in the folder now.

        Raises
        ------
        UnavailableError
            The platform can't watch another folder.
        """
        try:
            self._observer.start()
        except OSError as error:
            raise UnavailableError(
                f"{self.folder} can't be watched: {error.strerror or error}; on Linux raise "
                "fs.inotify.max_user_watches, or add the folder with `scenescore library add`"
            ) from error
        self._thread.start()

    def stop(self) -> None:
        """Stop watching. An import under way finishes its present file, or gives it up if that takes long."""
        self._stop.set()
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()
        if self._thread.is_alive():
            self._thread.join(STOP_PATIENCE_S)
            terminate_workers()
            self._thread.join()

    def _note(self, path: Path, delay_s: float = 0.0) -> None:
        with self._lock:
            self._changed_at_s[path] = time.monotonic() + delay_s

    def _run(self) -> None:
        state = folder_state(self.folder, self._may_open)
        with self._busy():
            self._update([self.folder], is_search=True)
        polled_at_s = time.monotonic()
        while not self._stop.wait(CHECK_INTERVAL_S):
            if time.monotonic() - polled_at_s >= self._poll_interval_s:
                state = self._search(state)
                polled_at_s = time.monotonic()
            if settled := self._pop_settled():
                with self._busy():
                    self._update([self.folder, *settled] if len(settled) > BURST_PATHS else settled)

    def _search(self, before: FolderState) -> FolderState:
        """Import what has changed since the last search, and return what is there now.

        A search that finds nothing reads no file and is no work: the daemon may count as idle.
        """
        after = folder_state(self.folder, self._may_open)
        if changed := changed_paths(before, after):
            if any(path.resolve() != path for path in changed):
                # Only a search of the whole folder keeps the paths that links give.
                changed = [self.folder]
            with self._busy():
                self._update(changed, is_search=True)
        return after

    def _pop_settled(self) -> list[Path]:
        """Return the paths that have not changed for a while, and forget them."""
        settled_before_s = time.monotonic() - SETTLED_AFTER_S
        with self._lock:
            settled = [
                path for path, changed_at_s in self._changed_at_s.items() if changed_at_s <= settled_before_s
            ]
            for path in settled:
                del self._changed_at_s[path]
        return settled

    def _update(self, paths: Sequence[Path], *, is_search: bool = False) -> None:
        """Import the files at some paths, then drop the tracks whose files are gone."""
        try:
            generation = self._library.generation
            # Import first, then drop: a file that was moved then keeps its track with all features.
            report = self._import([path for path in paths if self._is_searched(path)])
            if not self._stop.is_set() and not self._why_kept(is_search=is_search):
                self._drop_gone()
            for broken in report.broken:
                log.warning("%s: %s", broken.file, broken.reason)
            if self._on_change is not None and self._library.generation != generation:
                self._on_change(report)
        except (ScenescoreError, OSError) as error:
            # The watching goes on: a disk that is full now may have space later.
            log.error("watched folder %s: %s; trying again in %.0f s", self.folder, error, RETRY_AFTER_S)
            for path in paths:
                self._note(path, delay_s=RETRY_AFTER_S)

    def _import(self, paths: Sequence[Path]) -> IngestReport:
        return ingest(
            self._library,
            paths,
            self._requirements(),
            jobs=self._jobs,
            stop=self._stop,
            in_subprocess=True,
            may_open=self._may_open,
        )

    def _drop_gone(self) -> None:
        """Drop the folder's files that are gone. A copy takes its original's place."""
        gone = gone_files(one.path for one in self._library.files.all() if self._is_below(one.path))
        tracks = {track.id for file in gone if (track := self._library.track_of_file(file)) is not None}
        copies = [
            one.path
            for track_id in tracks
            for one in self._library.files.of_track(track_id)
            if one.path not in gone and one.path.exists()
        ]
        if copies:
            self._import(copies)
        if gone:
            drop_gone(self._library, [self.folder], only_below=[self.folder])

    def _why_kept(self, *, is_search: bool) -> str:
        """Say why no track is dropped: the folder's drive was unplugged; empty if there is no such reason."""
        if not self.folder.is_dir():
            return "the folder isn't there"
        # An event of a file proves that its drive is there. A search alone proves nothing.
        return why_not_searched(self._library, self.folder) if is_search else ""

    def _is_searched(self, path: Path) -> bool:
        """Return whether a path holds music that may be imported."""
        if any(part.startswith(".") for part in path.relative_to(self.folder).parts):
            return False
        return (path.is_dir() or is_music(path)) and (
            self._may_open is None or self._may_open(path.resolve())
        )

    def _is_below(self, path: Path) -> bool:
        return path.is_relative_to(self.folder)


class _Handler(FileSystemEventHandler):
    """Turns watchdog's events into changed paths."""

    def __init__(self, note: Callable[[Path], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the paths of an event that may have changed a file.

        Parameters
        ----------
        event : FileSystemEvent
            From watchdog.
        """
        if event.event_type in ("opened", "closed_no_write"):
            return
        for text in (event.src_path, event.dest_path):
            path = Path(str(text))
            if text and path.name == TABLE_NAME:
                self._note(path.parent)
            elif text and (not event.is_directory or event.event_type in ("moved", "deleted", "created")):
                self._note(path)
