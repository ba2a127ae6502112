"""Cues: the user's decisions that a scene plays a track, with frames of the scene."""

import secrets
import time
from collections.abc import Sequence

import numpy as np

from scenescore.errors import InvalidInputError, NotFoundError, PreconditionError
from scenescore.library.store.cues.cue import (
    COLUMNS,
    Cue,
    check_scene,
    insert_cue,
    pack_frames,
    unpack_frames,
)
from scenescore.library.store.cues.cue_sync import MAX_CUES, CueChanges, SyncedCue, sync_cues
from scenescore.library.store.database import Database
from scenescore.library.store.projects import DEFAULT_PROJECT

__all__ = ["MAX_CUES", "Cue", "CueChanges", "CueStore", "SyncedCue", "check_scene"]


class CueStore:
    """The cues of one project in a library's database; reached as `Library.cues`.

    Parameters
    ----------
    database : Database
        The library's.
    project : str or None
        The project. With None the store holds the cues of all projects, and takes none in.
    """

    def __init__(self, database: Database, project: str | None = DEFAULT_PROJECT) -> None:
        self._database = database
        self._project = project
        self._of_project = "true" if project is None else "project = :project"

    @property
    def generation(self) -> int:
        """A number that grows with every change of a cue, whichever process makes it."""
        return self._database.whole_number("SELECT value FROM meta WHERE name = 'cue_generation'")

    def add(
        self,
        scene: str,
        track_id: str,
        model: str,
        frames: np.ndarray,
        *,
        stillness: float | None = None,
        digest: str = "",
    ) -> Cue:
        """Store a decision. It replaces cues of the same scene and bundle with another track.

        Parameters
        ----------
        scene : str
            The scene's name, 1 to 200 characters.
        track_id : str
            The track's id.
        model : str
            The bundle's id.
        frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
            What the scene looks like, in HSV: a window's frames, and more of the scene if they are known.
        stillness : float, optional
            Stillness of the window, 0 to 1.
        digest : str
            SHA-256 of the window in the project's own file; empty where it isn't there.

        Returns
        -------
        Cue
            The stored cue.

        Raises
        ------
        InvalidInputError
            The scene's name or the frames are invalid.
        PreconditionError
            There are as many cues as a project can hold, or the library was opened for reading only.
        StorageError
            The disk is full or can't be written.
        """
        check_scene(scene)
        project = self._own_project()
        picture = pack_frames(frames)
        cue = Cue(secrets.token_hex(8), scene, track_id, model, time.time(), stillness, project, digest)
        with self._database.transaction("cue_generation") as connection:
            connection.execute(
                "DELETE FROM cues WHERE project = ? AND scene = ? AND model IN (?, '') AND track_id <> ?",
                (project, scene, model, track_id),
            )
            (count,) = connection.execute(
                "SELECT count(*) FROM cues WHERE project = ?", (project,)
            ).fetchone()
            if count >= MAX_CUES:
                raise PreconditionError(f"there are {count} cues, as many as there can be: remove some")
            insert_cue(connection, cue, picture)
        return cue

    def sync(self, cues: Sequence[SyncedCue]) -> CueChanges:
        """Replace the project's cues by those of its own file.

        Parameters
        ----------
        cues : sequence of SyncedCue
            What the file holds.

        Returns
        -------
        CueChanges
            How many are known, added and removed.

        Raises
        ------
        InvalidInputError
            A scene's name or a window is invalid, or there are too many cues. Nothing has changed then.
        StorageError
            The disk is full or can't be written.
        PreconditionError
            Something has to change, and the library was opened for reading only.
        """
        return sync_cues(self._database, self._own_project(), cues)

    def add_frames(self, cue_id: str, frames: np.ndarray) -> bool:
        """Add frames of its scene to a cue.

        Parameters
        ----------
        cue_id : str
            The cue's id.
        frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV.

        Returns
        -------
        bool
            False if there is no such cue any more.

        Raises
        ------
        InvalidInputError
            The frames are invalid, or the cue would have too many.
        BrokenFileError
            The frames that the cue has are damaged.
        StorageError
            The disk is full or can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        with self._database.transaction("cue_generation") as connection:
            row = connection.execute("SELECT frames FROM cues WHERE id = ?", (cue_id,)).fetchone()
            if row is None:
                return False
            joined = pack_frames(np.concatenate([unpack_frames(row[0], self._database.path), frames]))
            connection.execute("UPDATE cues SET frames = ? WHERE id = ?", (joined, cue_id))
        return True

    def page(self, *, offset: int = 0, limit: int = -1) -> list[Cue]:
        """Return the cues in the order in which they were made.

        Parameters
        ----------
        offset : int
            How many cues to pass over.
        limit : int
            How many cues to return at most; -1 for all.

        Returns
        -------
        list of Cue
            Of all bundles.
        """
        with self._database.errors():
            rows = self._database.connection.execute(
                f"SELECT {COLUMNS} FROM cues WHERE {self._of_project} ORDER BY number "
                "LIMIT :limit OFFSET :offset",
                {"project": self._project, "limit": limit, "offset": offset},
            )
            return [Cue(*row) for row in rows]

    def delete(self, cue_id: str) -> Cue:
        """Remove a cue, whichever project it belongs to.

        Parameters
        ----------
        cue_id : str
            Its id, with or without ``cues/`` before it.

        Returns
        -------
        Cue
            The cue that was removed.

        Raises
        ------
        NotFoundError
            There is no such cue.
        StorageError
            The disk can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        cue_id = cue_id.removeprefix("cues/")
        with self._database.transaction("cue_generation") as connection:
            row = connection.execute(f"SELECT {COLUMNS} FROM cues WHERE id = ?", (cue_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"there is no cue {cue_id!r}; see `scenescore cue list`")
            connection.execute("DELETE FROM cues WHERE id = ?", (cue_id,))
        return Cue(*row)

    def with_frames(self, model: str) -> list[tuple[Cue, np.ndarray]]:
        """Return the cues that act with a bundle, with their frames, in the order in which they were made.

        Parameters
        ----------
        model : str
            The bundle's id.

        Returns
        -------
        list of tuple of Cue and np.ndarray [shape=(n, 80, 80, 3), uint8]
            Frames in HSV.

        Raises
        ------
        BrokenFileError
            The frames of a cue are damaged.
        """
        with self._database.errors():
            rows = self._database.connection.execute(
                f"SELECT {COLUMNS}, frames FROM cues WHERE model IN (:model, '') AND {self._of_project} "
                "ORDER BY number",
                {"project": self._project, "model": model},
            ).fetchall()
        return [(Cue(*row[:-1]), unpack_frames(row[-1], self._database.path)) for row in rows]

    def _own_project(self) -> str:
        if self._project is None:
            raise InvalidInputError("a cue belongs to a project; name one", field="project")
        return self._project
