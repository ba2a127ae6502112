"""The job of an ``UpdateLibrary`` call."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.library_job import LibraryJob
from scenescore.daemon.jobs.spare_cores import spare_cores
from scenescore.daemon.messages.imports import to_last_progress, to_progress
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.library.store.library import Library
from scenescore.retrieval.engine import Engine
from scenescore.v1 import library_pb2

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import Progress
    from scenescore.library.update import UpdateReport

log = logging.getLogger(__name__)


class UpdateLibraryJob(LibraryJob["UpdateReport", library_pb2.UpdateLibraryResponse]):
    """One ``UpdateLibrary`` call.

    Parameters
    ----------
    engine : Engine
        Holds the writer's thread and the bundles.
    lifecycle : Lifecycle
        Counts the work and announces the shutdown.
    allowed_roots : AllowedRoots
        The folders whose files may be opened.
    library : Library
        The library as the project sees it whose music is looked at; as all see it for all projects.
    """

    def __init__(
        self, engine: Engine, lifecycle: Lifecycle, allowed_roots: AllowedRoots, library: Library
    ) -> None:
        super().__init__(engine, lifecycle)
        self._allowed_roots = allowed_roots
        self._library = library

    def _work(self, tell: Callable[["Progress"], None]) -> "UpdateReport":
        # Few daemons update anything, and these modules would add a second to every start.
        from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415
        from scenescore.library.update import update  # noqa: PLC0415

        report = update(
            self._library,
            requirements_of(self._engine.bundles()),
            jobs=spare_cores(),
            progress=tell,
            stop=self._stop,
            in_subprocess=True,
            may_open=self._allowed_roots.holds,
        )
        log.info("updated the library: %d added, %d dropped", report.imported.added, len(report.dropped))
        return report

    def _message(self, progress: "Progress") -> library_pb2.UpdateLibraryResponse:
        return library_pb2.UpdateLibraryResponse(imported=to_progress(progress))

    def _last_message(self, report: "UpdateReport") -> library_pb2.UpdateLibraryResponse:
        return library_pb2.UpdateLibraryResponse(
            imported=to_last_progress(report.imported),
            filled=report.filled,
            lacking=report.lacking,
            dropped=[track.name for track in report.dropped],
            unreachable=[
                library_pb2.BrokenFile(file=one.file, reason=one.reason) for one in report.unreachable
            ],
            done=True,
        )
