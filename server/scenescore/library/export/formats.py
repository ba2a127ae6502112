"""The forms of an exported table of cues: JSON, CSV, and a resource for Godot."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from scenescore.library.export.exported_cue import ExportedCue

SCHEMA_FILE: Final = "cues.schema.json"
COLUMNS: Final = (
    *("scene", "audio", "loop_start_s", "loop_end_s", "duration_s", "title", "artist", "license", "url"),
    "track",
)
"""Columns of the CSV file."""
GODOT_MARK: Final = "; Written by `scenescore export`."
"""A comment that Godot drops when it saves the file itself."""


def as_json(project: str, cues: Sequence[ExportedCue]) -> str:
    """Return cues as JSON; ``cues.schema.json`` beside this file describes it.

    Parameters
    ----------
    project : str
        The project's id.
    cues : sequence of ExportedCue
        The cues.

    Returns
    -------
    str
    """
    rows = [{name: value for name, value in _row(cue).items() if value is not None} for cue in cues]
    document = {"$schema": f"./{SCHEMA_FILE}", "version": 1, "project": project, "cues": rows}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(cues: Sequence[ExportedCue]) -> str:
    """Return cues as CSV: a row of names, then a row for each scene.

    Parameters
    ----------
    cues : sequence of ExportedCue
        The cues.

    Returns
    -------
    str
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: "" if value is None else value for name, value in _row(cue).items()} for cue in cues
    )
    return text.getvalue()


def as_godot_resource(cues: Sequence[ExportedCue], folder: Path) -> str:
    """Return cues as the text of a ``.tres`` file, which the Godot addon plays.

    Parameters
    ----------
    cues : sequence of ExportedCue
        The cues.
    folder : Path
        The export's folder. Paths count from the Godot project that it is in, else from itself.

    Returns
    -------
    str
    """
    lines = [
        f'[gd_resource type="Resource" script_class="ScenescoreCues" load_steps={len(cues) + 3} format=3]',
        "",
        GODOT_MARK,
        '[ext_resource type="Script" path="res://addons/scenescore/runtime/cue.gd" id="1_cue"]',
        '[ext_resource type="Script" path="res://addons/scenescore/runtime/cues.gd" id="2_cues"]',
    ]
    names: list[str] = []
    for number, cue in enumerate(cues, start=1):
        names.append(f'SubResource("cue_{number}")')
        texts = {
            "scene": cue.scene,
            "track": cue.track.name,
            "title": cue.track.title,
            "artist": cue.track.artist,
            "license": cue.track.license,
            "url": cue.track.url,
            "audio": f"res://{_in_godot_project(folder) / cue.audio}",
        }
        lines += ["", f'[sub_resource type="Resource" id="cue_{number}"]', 'script = ExtResource("1_cue")']
        lines += [f"{name} = {_quoted(text)}" for name, text in texts.items() if text]
    lines += ["", "[resource]", 'script = ExtResource("2_cues")']
    lines += [f'cues = Array[ExtResource("1_cue")]([{", ".join(names)}])', ""]
    return "\n".join(lines)


def _row(cue: ExportedCue) -> dict[str, Any]:
    track, loop = cue.track, cue.loop
    return {
        "scene": cue.scene,
        "audio": cue.audio,
        "loop_start_s": round(loop.start_s, 6) if loop is not None else None,
        "loop_end_s": round(loop.end_s, 6) if loop is not None else None,
        "duration_s": round(track.duration_s, 3),
        "title": track.title,
        "artist": track.artist,
        "license": track.license,
        "url": track.url,
        "track": track.name,
    }


def _in_godot_project(folder: Path) -> PurePosixPath:
    absolute = folder.resolve()
    for root in (absolute, *absolute.parents):
        if (root / "project.godot").is_file():
            return PurePosixPath(absolute.relative_to(root).as_posix())
    return PurePosixPath()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
