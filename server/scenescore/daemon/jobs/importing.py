"""An import: runs in the writer's thread, and tells the call that asked for it how far it is."""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.process.lifecycle import Life
from scenescore.retrieval.engine import Engine
from scenescore.v1 import library_pb2

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress

log = logging.getLogger(__name__)


class ImportRun:
    """One ``ImportTracks`` call.

    Parameters
    ----------
    engine : Engine
        Holds the library and the writer's thread.
    life : Life
        Says when the daemon ends.
    roots : AllowedRoots
        What may be opened.
    paths : sequence of Path
        Files and folders below the roots.
    """

    def __init__(self, engine: Engine, life: Life, roots: AllowedRoots, paths: Sequence[Path]) -> None:
        self._engine = engine
        self._life = life
        self._roots = roots
        self._paths = paths
        self._stop = threading.Event()
        self._latest: Progress | None = None

    async def progress(self) -> AsyncIterator[library_pb2.ImportTracksResponse]:
        """Run, and yield how far it is.

        When the call is cancelled, the import stops after the files that are being read; what is done stays.

        Raises
        ------
        ShuttingDownError
            The daemon ends.
        StorageError
            The disk is full or can't be written.
        """
        loop = asyncio.get_running_loop()
        news = asyncio.Event()

        def tell(progress: "Progress") -> None:
            self._latest = progress
            with suppress(RuntimeError):  # The daemon has ended meanwhile.
                loop.call_soon_threadsafe(news.set)

        work = loop.run_in_executor(self._engine.writer, self._run, tell)
        ending = asyncio.create_task(self._life.ending())
        try:
            while not work.done():
                told = asyncio.create_task(news.wait())
                waiting: set[asyncio.Future[Any]] = {work, ending, told}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                told.cancel()
                if ending.done():
                    raise ShuttingDownError
                if self._latest is not None and not work.done():
                    news.clear()
                    yield _message(self._latest)
            report = await work
        finally:
            self._stop.set()
            ending.cancel()
            work.cancel()
        yield _last_message(report)

    def _run(self, tell: Callable[["Progress"], None]) -> "IngestReport":
        # The machinery of an import costs a second of start-up and is seldom needed.
        from scenescore.audio.load import SUFFIXES  # noqa: PLC0415
        from scenescore.library.ingest.ingest import ingest  # noqa: PLC0415
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415

        with self._life.busy():
            files = [file for path in self._paths for file in self._roots.files(path, SUFFIXES)]
            report = ingest(
                self._engine.library,
                files,
                requirements_of(self._engine.bundles()),
                jobs=spare_cores(),
                progress=tell,
                stop=self._stop,
                apart=True,
            )
        log.info("imported %d tracks, %d were known", report.added, report.known)
        self._engine.follow_library(at_once=True)
        return report


def spare_cores() -> int:
    """Return how many cores an import may use while sessions are answered."""
    return max(1, (os.cpu_count() or 2) - 1)


def _message(progress: "Progress") -> library_pb2.ImportTracksResponse:
    return library_pb2.ImportTracksResponse(
        files_done=progress.files_done,
        files_total=progress.files_total,
        added=progress.added,
        known=progress.known,
        broken=[library_pb2.BrokenFile(file=one.file, reason=one.reason) for one in progress.broken],
        eta_s=progress.eta_s,
    )


def _last_message(report: "IngestReport") -> library_pb2.ImportTracksResponse:
    files = report.added + report.known + len(report.broken)
    return library_pb2.ImportTracksResponse(
        files_done=files,
        files_total=files,
        added=report.added,
        known=report.known,
        broken=[library_pb2.BrokenFile(file=one.file, reason=one.reason) for one in report.broken],
        done=True,
    )
