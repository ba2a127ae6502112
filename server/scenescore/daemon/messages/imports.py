"""The progress and the end of an import, as messages."""

from typing import TYPE_CHECKING

from scenescore.v1 import library_pb2

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import IngestReport, Progress


def to_progress(progress: "Progress") -> library_pb2.ImportTracksResponse:
    """Return the message for an import under way.

    Parameters
    ----------
    progress : Progress
        How far it is.

    Returns
    -------
    scenescore.v1.ImportTracksResponse
    """
    return library_pb2.ImportTracksResponse(
        files_done=progress.files_done,
        files_total=progress.files_total,
        added=progress.added,
        known=progress.known,
        broken=[library_pb2.BrokenFile(file=one.file, reason=one.reason) for one in progress.broken],
        eta_s=progress.eta_s,
    )


def to_last_progress(report: "IngestReport") -> library_pb2.ImportTracksResponse:
    """Return the message for an import that has ended.

    Parameters
    ----------
    report : IngestReport
        What was done.

    Returns
    -------
    scenescore.v1.ImportTracksResponse
    """
    files = report.added + report.known + len(report.broken)
    return library_pb2.ImportTracksResponse(
        files_done=files,
        files_total=files,
        added=report.added,
        known=report.known,
        broken=[library_pb2.BrokenFile(file=one.file, reason=one.reason) for one in report.broken],
        done=True,
        changes=[
            library_pb2.TrackChange(
                track=f"tracks/{one.track_id}", kind=one.kind, file=one.file, former_file=one.before
            )
            for one in report.changes
        ],
        passed_over=[
            library_pb2.PassedOver(reason=one.reason, suffix=one.suffix, count=one.count)
            for one in report.passed_over
        ],
    )
