"""A timeline as rows: for JSON, for a spreadsheet, and read again."""

import csv
import io
from dataclasses import asdict
from typing import Any, Final

from scenescore.timeline.stretch import Candidate, Timeline

COLUMNS: Final = (
    *("start_s", "end_s", "scene", "track", "title", "artist", "license", "file"),
    *("fit", "distance", "score", "reasons", "runners_up"),
)
"""Columns of the CSV file."""


def as_json(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline for JSON.

    Parameters
    ----------
    timeline : Timeline
        The timeline.

    Returns
    -------
    dict
        Times in seconds; tracks by their resource names.
    """
    return {
        "clip": timeline.name,
        "model": f"models/{timeline.model}",
        "start_s": round(timeline.start_s, 3),
        "end_s": round(timeline.end_s, 3),
        "stretches": [
            {
                "start_s": round(one.start_s, 3),
                "end_s": round(one.end_s, 3),
                "scene": one.scene,
                "track": _track(one.track) if one.track else None,
                "runners_up": [_track(other) for other in one.runners_up],
            }
            for one in timeline.stretches
        ],
        "tracks_without_features": timeline.tracks_without_features,
    }


def as_csv(timeline: Timeline) -> str:
    """Return a timeline as CSV: a row of names, then a row for each stretch.

    Parameters
    ----------
    timeline : Timeline
        The timeline.

    Returns
    -------
    str
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for one in timeline.stretches:
        track = _track(one.track) if one.track else {}
        track |= {"reasons": " ".join(track.get("reasons", ()))}
        writer.writerow(
            {name: track.get(name, "") for name in COLUMNS}
            | {
                "start_s": f"{one.start_s:.2f}",
                "end_s": f"{one.end_s:.2f}",
                "scene": one.scene,
                "runners_up": "; ".join(other.title for other in one.runners_up),
            }
        )
    return text.getvalue()


def _track(candidate: Candidate) -> dict[str, Any]:
    described = asdict(candidate)
    del described["segment_start_s"]
    described |= {"fit": round(candidate.fit, 4), "reasons": list(candidate.reasons)}
    return {"track": f"tracks/{described.pop('track_id')}"} | described
