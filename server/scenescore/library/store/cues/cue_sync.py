"""Bring the cues of a project in step with the project's own file."""

import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.library.store.cues.cue import COLUMNS, Cue, check_scene, insert_cue, pack_frames
from scenescore.library.store.database import Database

MAX_CUES: Final = 1000
"""Cues that a project can have."""

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class SyncedCue:
    """A cue of the project's file.

    Attributes
    ----------
    scene : str
        The scene's name.
    track_id : str
        The track's id. If the library lacks the track, the cue has no effect until it is there.
    model : str
        The id of the bundle whose sessions use the cue; empty for those of all bundles.
    digest : str
        SHA-256 of the window as the file holds it, in hexadecimal.
    frames : callable or None
        Returns the window's frames in HSV; called only where the library doesn't have them yet. None where
        the file has no window: the cue then only keeps what sessions have learnt of it.
    stillness : float, optional
        Stillness of the scene, 0 to 1.
    """

    scene: str
    track_id: str
    model: str
    digest: str
    frames: Callable[[], np.ndarray] | None
    stillness: float | None = None

    @property
    def key(self) -> Key:
        """What tells a cue of the file from others."""
        return (self.scene, self.track_id, self.model, self.digest)


@dataclass(frozen=True)
class CueChanges:
    """What a synchronisation has changed.

    Attributes
    ----------
    known, added, removed : int
        Cues that the library had, that it has now, and that it no longer has.
    """

    known: int
    added: int
    removed: int


def sync_cues(database: Database, project: str, cues: Sequence[SyncedCue]) -> CueChanges:
    """Replace a project's cues by those of its file. Nothing is written where nothing changes.

    A cue that the file has keeps the frames that it has gained in sessions. So do cues that were made in
    sessions alone, while the file lets their scene play their track.

    Parameters
    ----------
    database : Database
        The library's.
    project : str
        The project's id.
    cues : sequence of SyncedCue
        What the file holds.

    Returns
    -------
    CueChanges
        How many are known, added and removed.

    Raises
    ------
    InvalidInputError
        A scene's name or a window is invalid, or there are too many cues.
    StorageError
        The disk is full or can't be written.
    PreconditionError
        Something has to change, and the library was opened for reading only.
    """
    if len(cues) > MAX_CUES:
        raise InvalidInputError(f"a project has at most {MAX_CUES} cues, not {len(cues)}", field="cue")
    for cue in cues:
        check_scene(cue.scene)
    wanted = {cue.key: cue for cue in cues if cue.frames is not None}
    pairs = {(cue.scene, cue.track_id) for cue in cues}
    stored = _stored(database, project)
    present = {_key(cue) for cue in stored}
    pictures = {key: _packed(cue) for key, cue in wanted.items() if key not in present}
    if not pictures and not _outdated(stored, wanted, pairs):
        return CueChanges(len(wanted), 0, 0)
    with database.transaction("cue_generation") as connection:
        # Another process may have synchronised meanwhile.
        stored = _stored(database, project)
        outdated = _outdated(stored, wanted, pairs)
        connection.executemany("DELETE FROM cues WHERE id = ?", [(cue.id,) for cue in outdated])
        present = {_key(cue) for cue in stored}
        added = [key for key in pictures if key not in present]
        for key in added:
            scene, track_id, model, digest = key
            still = wanted[key].stillness
            cue_id = secrets.token_hex(8)
            made = Cue(cue_id, scene, track_id, model, time.time(), still, project, digest)
            insert_cue(connection, made, pictures[key])
    return CueChanges(len(wanted) - len(added), len(added), len(outdated))


def _packed(cue: SyncedCue) -> bytes:
    """Return a cue's frames as they are stored; an error names the scene."""
    assert cue.frames is not None
    try:
        return pack_frames(cue.frames())
    except InvalidInputError as error:
        error.message = f"the cue of the scene {cue.scene!r}: {error.message}"
        raise


def _key(cue: Cue) -> Key:
    return (cue.scene, cue.track_id, cue.model, cue.digest)


def _outdated(
    stored: Sequence[Cue], wanted: Collection[Key], pairs: Collection[tuple[str, str]]
) -> list[Cue]:
    """Return the stored cues that the file no longer has, with their scenes or with their windows."""
    return [
        cue
        for cue in stored
        if (_key(cue) not in wanted if cue.digest else (cue.scene, cue.track_id) not in pairs)
    ]


def _stored(database: Database, project: str) -> list[Cue]:
    with database.errors():
        rows = database.connection.execute(
            f"SELECT {COLUMNS} FROM cues WHERE project = ? ORDER BY number", (project,)
        )
        return [Cue(*row) for row in rows]
