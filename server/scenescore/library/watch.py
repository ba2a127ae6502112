"""A watched folder: what is put into it goes into the library, what is taken out of it goes out."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from scenescore.errors import NotFoundError, ScenescoreError, UnavailableError
from scenescore.library.ingest.analysis import Requirement
from scenescore.library.ingest.ingest import IngestReport, ingest
from scenescore.library.ingest.sources import is_music
from scenescore.library.ingest.tags import TABLE_NAME
from scenescore.library.ingest.workers import terminate_workers
from scenescore.library.store.library import Library

log = logging.getLogger(__name__)

SETTLED_S = 1.0
"""A file that hasn't changed for so long counts as written to its end."""
CHECK_S = 0.25
RETRY_S = 30.0
PATIENCE_S = 1.0
"""How long the end waits for the file that is being read."""


class LibraryWatcher:
    """Keeps a library in step with a folder while it runs; a thread of its own does the work.

    Parameters
    ----------
    library : Library
        What to keep in step.
    folder : Path
        The folder, looked through with all that is below it.
    requirements : callable
        Returns what the installed bundles need, asked anew before each import.
    on_change : callable, optional
        Is told, on the watcher's thread, after the library has changed.
    jobs : int, optional
        Processes to use for an import; all cores by default.
    at_work : callable, optional
        Returns a context that is held, on the watcher's thread, while it works.

    Raises
    ------
    NotFoundError
        There is no such folder.
    """

    def __init__(
        self,
        library: Library,
        folder: Path,
        requirements: Callable[[], Sequence[Requirement]],
        on_change: Callable[[IngestReport], None] | None = None,
        *,
        jobs: int | None = None,
        at_work: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.folder = folder.expanduser().resolve()
        if not self.folder.is_dir():
            raise NotFoundError(f"there is no folder {folder} to watch; make it or name another")
        self._library = library
        self._requirements = requirements
        self._on_change = on_change
        self._jobs = jobs
        self._at_work = at_work
        self._changed: dict[Path, float] = {}
        self._copies: dict[Path, str] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="library-watcher", daemon=True)
        self._observer = Observer()
        self._observer.schedule(_Handler(self._note), str(self.folder), recursive=True)

    def start(self) -> None:
        """Begin: first take in what is there and drop what is gone, then follow what happens.

        Raises
        ------
        UnavailableError
            The platform has no means left to watch the folder.
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
        """End; an import under way stops after the file it is at, or gives it up where that takes long."""
        self._stop.set()
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)
            terminate_workers()
            self._thread.join()

    def _note(self, path: Path, later_s: float = 0.0) -> None:
        with self._lock:
            self._changed[path] = time.monotonic() + later_s

    def _run(self) -> None:
        with self._at_work():
            self._follow([self.folder])
        while not self._stop.wait(CHECK_S):
            if settled := self._settled():
                with self._at_work():
                    self._follow(settled)

    def _settled(self) -> list[Path]:
        """Take out the paths that have been quiet for a while."""
        quiet_since = time.monotonic() - SETTLED_S
        with self._lock:
            settled = [path for path, changed in self._changed.items() if changed <= quiet_since]
            for path in settled:
                del self._changed[path]
        return settled

    def _follow(self, paths: Sequence[Path]) -> None:
        """Take in what is there of some paths, then drop the tracks whose files are gone."""
        try:
            generation = self._library.generation
            had = {track.id for track in self._library.tracks_below(self.folder)}
            # First in, then out: a file that was moved keeps its track and the features with it.
            report = self._take_in(paths)
            lost = self._gone() | (had - {track.id for track in self._library.tracks_below(self.folder)})
            if copies := [file for file, track_id in self._copies.items() if track_id in lost]:
                self._take_in(copies)
            for track_id in self._gone():
                with suppress(NotFoundError):
                    self._library.delete(track_id)
            for broken in report.broken:
                log.warning("%s: %s", broken.file, broken.reason)
            if self._on_change is not None and self._library.generation != generation:
                self._on_change(report)
        except (ScenescoreError, OSError) as error:
            # A full disk today is no reason to stop watching.
            log.error("the watched folder %s: %s; trying again in %.0f s", self.folder, error, RETRY_S)
            for path in paths:
                self._note(path, later_s=RETRY_S)

    def _take_in(self, paths: Sequence[Path]) -> IngestReport:
        """Take files and folders in, and keep in mind which hold the same as others."""
        for path in paths:
            self._copies.pop(path, None)
        present = [path for path in paths if path.is_dir() or is_music(path)]
        report = ingest(
            self._library, present, self._requirements(), jobs=self._jobs, stop=self._stop, in_subprocess=True
        )
        self._copies |= report.copies
        return report

    def _gone(self) -> set[str]:
        """Return the tracks whose files are no longer in the folder."""
        if not self.folder.is_dir():
            # A drive that was pulled out takes no music with it.
            return set()
        tracks = self._library.tracks_below(self.folder)
        return {track.id for track in tracks if not Path(track.file).exists()}


class _Handler(FileSystemEventHandler):
    """Turns watchdog's events into paths to look at."""

    def __init__(self, note: Callable[[Path], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what an event is about; opening and reading change nothing."""
        if event.event_type in ("opened", "closed_no_write"):
            return
        for text in (event.src_path, event.dest_path):
            path = Path(str(text))
            if text and path.name == TABLE_NAME:
                self._note(path.parent)
            elif text and (not event.is_directory or event.event_type in ("moved", "deleted", "created")):
                self._note(path)
