"""The job of an ``ImportTracks`` call."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.library_job import LibraryJob
from scenescore.daemon.jobs.spare_cores import spare_cores
from scenescore.daemon.messages.imports import to_last_progress, to_progress
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.retrieval.engine import Engine
from scenescore.v1 import library_pb2

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress

log = logging.getLogger(__name__)


class ImportTracksJob(LibraryJob["IngestReport", library_pb2.ImportTracksResponse]):
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
        super().__init__(engine, lifecycle)
        self._allowed_roots = allowed_roots
        self._paths = paths

    def _work(self, tell: Callable[["Progress"], None]) -> "IngestReport":
        # Few daemons import anything, and these modules would add a second to every start.
        from scenescore.library.ingest.ingest import ingest  # noqa: PLC0415
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415

        report = ingest(
            self._engine.library,
            self._paths,
            requirements_of(self._engine.bundles()),
            jobs=spare_cores(),
            progress=tell,
            stop=self._stop,
            in_subprocess=True,
            may_open=self._allowed_roots.holds,
            brings_back=True,
        )
        log.info("imported %d tracks; %d were in the library already", report.added, report.known)
        return report

    def _message(self, progress: "Progress") -> library_pb2.ImportTracksResponse:
        return to_progress(progress)

    def _last_message(self, report: "IngestReport") -> library_pb2.ImportTracksResponse:
        return to_last_progress(report)
