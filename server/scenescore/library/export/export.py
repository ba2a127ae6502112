"""Writes an export: the table of cues, the music and the credits."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from scenescore.audio.reading.loop_points import loop_points
from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.finished_file import finished_file
from scenescore.library.export.exported_cue import ExportedCue
from scenescore.library.export.formats import GODOT_MARK, SCHEMA_FILE, as_csv, as_godot_resource, as_json
from scenescore.library.export.music import place_music
from scenescore.library.export.used_tracks import credits_of, used_tracks
from scenescore.library.store.library import Library

TABLES: Final = {"json": "cues.json", "csv": "cues.csv", "tres": "scenescore_cues.tres"}
"""The file of each format."""
MUSIC_FOLDER: Final = "music"
CREDITS_FILE: Final = "MUSIC_CREDITS.md"


@dataclass(frozen=True)
class Export:
    """What was written.

    Attributes
    ----------
    table, credits : Path
        The files.
    cues : tuple of ExportedCue
        The cues in the table.
    lacking : tuple of str
        Scenes that were left out, because the project doesn't see their tracks.
    """

    table: Path
    credits: Path
    cues: tuple[ExportedCue, ...]
    lacking: tuple[str, ...]


def export_cues(
    library: Library,
    folder: Path,
    form: str,
    audio: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Export:
    """Write a project's cues for an engine.

    Parameters
    ----------
    library : Library
        The library as the project sees it.
    folder : Path
        Where to write; created if it doesn't exist.
    form : str
        ``json``, ``csv`` or ``tres``.
    audio : str
        ``copy`` or ``ogg``, as for `place_music`.
    progress : callable
        Is given the tracks that are done and all.

    Returns
    -------
    Export

    Raises
    ------
    NotFoundError
        The project has no cues, or the file of a track is gone.
    InvalidInputError
        The folder has a table of cues that was not exported.
    BrokenFileError
        A track can't be decoded.
    StorageError
        The folder can't be written.
    """
    used = used_tracks(library)
    if not used.by_scene:
        if used.lacking:
            raise NotFoundError(
                f"the project sees none of the tracks of its {len(used.lacking)} scenes; add their music "
                "with `scenescore library add DIR`"
            )
        raise NotFoundError("the project has no cues yet; add one with `scenescore cue add SCENE TRACK CLIP`")
    table = folder / TABLES[form]
    if (
        form == "tres"
        and table.is_file()
        and GODOT_MARK not in table.read_text(encoding="utf-8", errors="replace")
    ):
        raise InvalidInputError(
            f"{table} was not exported, or Godot has saved it since; move it away, or name another folder"
        )
    placed = {}
    tracks = used.tracks
    progress(0, len(tracks))
    for done, track in enumerate(tracks, start=1):
        placed[track.id] = place_music(track, folder / MUSIC_FOLDER, audio)
        progress(done, len(tracks))
    cues = tuple(
        ExportedCue(
            scene,
            track,
            placed[track.id].relative_to(folder).as_posix(),
            loop_points(placed[track.id]),
        )
        for scene, track in used.by_scene.items()
    )
    project = library.project or ""
    texts = {table: as_csv(cues) if form == "csv" else as_json(project, cues)}
    if form == "tres":
        texts[table] = as_godot_resource(cues, folder)
    if form == "json":
        schema = files(__package__).joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
        texts[folder / SCHEMA_FILE] = schema
    texts[folder / CREDITS_FILE] = credits_of(tracks)
    for file, text in texts.items():
        with finished_file(file) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return Export(table, folder / CREDITS_FILE, cues, used.lacking)
