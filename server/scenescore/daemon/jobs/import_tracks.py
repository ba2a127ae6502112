"""The job of an ``ImportTracks`` call: it runs in the writer's thread and reports its progress."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.jobs.spare_cores import spare_cores
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.retrieval.engine import Engine
from scenescore.v1 import library_pb2

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress

log = logging.getLogger(__name__)


class ImportTracksJob:
    """One ``ImportTracks`` call.

    Parameters
    ----------
    engine : Engine
        Holds the library and the writer's thread.
    lifecycle : Lifecycle
        Counts the work and announces the shutdown.
    allowed_roots : AllowedRoots
        The folders whose files may be opened.
    paths : sequence of Path
        Files and folders below these folders.
    """

    def __init__(
        self, engine: Engine, lifecycle: Lifecycle, allowed_roots: AllowedRoots, paths: Sequence[Path]
    ) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._allowed_roots = allowed_roots
        self._paths = paths
        self._stop = threading.Event()
        self._latest: Progress | None = None

    async def progress(self) -> AsyncIterator[library_pb2.ImportTracksResponse]:
        """Run the import and yield its progress.

        If the call is cancelled, the import stops after the files that are being read. The tracks that were
        added stay in the library.

        Yields
        ------
        scenescore.v1.ImportTracksResponse

        Raises
        ------
        ShuttingDownError
            The daemon is shutting down.
        StorageError
            The disk is full or can't be written.
        """
        loop = asyncio.get_running_loop()
        news = asyncio.Event()

        def tell(progress: "Progress") -> None:
            self._latest = progress
            with suppress(RuntimeError):  # The loop is closed: the daemon has ended already.
                loop.call_soon_threadsafe(news.set)

        work = loop.run_in_executor(self._engine.pools.writer, self._run, tell)
        shutdown = asyncio.create_task(self._lifecycle.wait_for_shutdown())
        try:
            while not work.done():
                told = asyncio.create_task(news.wait())
                waiting: set[asyncio.Future[Any]] = {work, shutdown, told}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                told.cancel()
                if shutdown.done():
                    raise ShuttingDownError
                if self._latest is not None and not work.done():
                    news.clear()
                    yield _message(self._latest)
            report = await work
        finally:
            self._stop.set()
            shutdown.cancel()
            work.cancel()
        yield _last_message(report)

    def _run(self, tell: Callable[["Progress"], None]) -> "IngestReport":
        # Few daemons import anything, and these modules would add a second to every start.
        from scenescore.audio.load import SUFFIXES  # noqa: PLC0415
        from scenescore.library.ingest.ingest import ingest  # noqa: PLC0415
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415

        with self._lifecycle.busy():
            files = [file for path in self._paths for file in self._allowed_roots.files(path, SUFFIXES)]
            report = ingest(
                self._engine.library,
                files,
                requirements_of(self._engine.bundles()),
                jobs=spare_cores(),
                progress=tell,
                stop=self._stop,
                in_subprocess=True,
            )
        log.info("imported %d tracks; %d were in the library already", report.added, report.known)
        self._engine.follow_library(at_once=True)
        return report


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
