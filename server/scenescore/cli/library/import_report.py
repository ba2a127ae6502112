"""What an import did, as lines for people and as JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import BrokenFile, IngestReport
    from scenescore.library.store.library import Library

KINDS = ("moved", "retagged", "changed")


def import_as_dict(report: "IngestReport") -> dict[str, Any]:
    """Return what an import did, for JSON.

    Parameters
    ----------
    report : IngestReport
        The import's.

    Returns
    -------
    dict
        Counts, and what they count where it has a name.
    """
    return {
        "added": report.added,
        "known": report.known,
        **{kind: sum(one.kind == kind for one in report.changes) for kind in KINDS},
        "changes": [
            {"kind": one.kind, "track": f"tracks/{one.track_id}", "title": one.title, "file": one.file}
            | ({"former_file": one.before} if one.before else {})
            for one in report.changes
        ],
        "broken": files_as_dicts(report.broken),
        "passed_over": [
            {"reason": one.reason.value, "count": one.count} | ({"suffix": one.suffix} if one.suffix else {})
            for one in report.passed_over
        ],
        "seconds": round(report.seconds, 3),
    }


def files_as_dicts(files: "Sequence[BrokenFile]") -> list[dict[str, str]]:
    """Return files that something is wrong with, for JSON.

    Parameters
    ----------
    files : sequence of BrokenFile
        Each with the reason.

    Returns
    -------
    list of dict
        In the same order.
    """
    return [{"file": one.file, "reason": one.reason} for one in files]


def counts_of(report: "IngestReport") -> str:
    """Return the counts of an import for people.

    Parameters
    ----------
    report : IngestReport
        The import's.

    Returns
    -------
    str
        Such as ``2 added, 30 known (1 moved, 2 retagged)``.
    """
    changes = {kind: sum(one.kind == kind for one in report.changes) for kind in KINDS}
    told = ", ".join(f"{count} {kind}" for kind, count in changes.items() if count)
    return f"{report.added} added, {report.known} known" + (f" ({told})" if told else "")


def say_left_out(report: "IngestReport") -> None:
    """Say on standard error which files are broken, and in one line what was passed over.

    Parameters
    ----------
    report : IngestReport
        The import's.
    """
    for one in report.broken:
        click.secho(f"  {one.file}: {one.reason}", fg="yellow", err=True)
    if passed_over := report.passed_over.text():
        click.echo(f"Passed over: {passed_over}.", err=True)


def folders_without_music(library: "Library", paths: Sequence[Path], report: "IngestReport") -> list[Path]:
    """Return those of some folders from which nothing came into the library, not even a broken file.

    Parameters
    ----------
    library : Library
        After the import.
    paths : sequence of Path
        What was imported.
    report : IngestReport
        The import's.

    Returns
    -------
    list of Path
        As they were given.
    """
    folders = {path: path.expanduser().resolve() for path in paths if path.expanduser().is_dir()}
    if not folders:
        return []
    found = [one.path for one in library.files.all()] + [Path(one.file) for one in report.broken]
    return [path for path, real in folders.items() if not any(file.is_relative_to(real) for file in found)]


def say_without_music(folders: Sequence[Path], report: "IngestReport") -> None:
    """Say on standard error that nothing of some folders is music.

    Parameters
    ----------
    folders : sequence of Path
        From `folders_without_music`.
    report : IngestReport
        The import's.
    """
    from scenescore.audio.load import SUFFIXES
    from scenescore.library.ingest.passed_over import Reason

    for folder in folders:
        if report.passed_over.count(Reason.REMOVED):
            advice = "what was removed from the library comes back with `scenescore library add FILE`"
        else:
            advice = f"Scenescore reads {', '.join(sorted(SUFFIXES))}"
        click.secho(f"Error: {folder} holds no music that can be added; {advice}.", fg="red", err=True)
