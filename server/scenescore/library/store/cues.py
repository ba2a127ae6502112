"""Cues: the user's decisions that a scene plays a track, with frames of the scene."""

import secrets
import time
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, PreconditionError
from scenescore.frames.decode import SIDE
from scenescore.library.store.database import Database

MAX_CUES: Final = 1000
MAX_SCENE_CHARACTERS: Final = 200
MAX_FRAMES_PER_CUE: Final = 240
HUE_LEVELS: Final = 180
"""OpenCV's hues of 8-bit frames are 0 to 179."""
_COLUMNS: Final = "id, scene, track_id, model, create_time_s, stillness"


@dataclass(frozen=True)
class Cue:
    """The decision "this scene plays this track".

    Attributes
    ----------
    id : str
        16 hex digits.
    scene : str
        The scene's name in the game, 1 to 200 characters.
    track_id : str
        The track's id. If the library no longer has the track, the cue has no effect until it is back.
    model : str
        The id of the bundle that the cue was made with.
    create_time_s : float
        When it was made, seconds since 1970.
    stillness : float, optional
        Stillness of its window, 0 to 1, from `scenescore.frames.stillness`; None if unknown.
    """

    id: str
    scene: str
    track_id: str
    model: str
    create_time_s: float
    stillness: float | None = None

    @property
    def name(self) -> str:
        """The resource name, ``cues/{id}``."""
        return f"cues/{self.id}"


class CueStore:
    """The cues in a library's database; reached as `Library.cues`.

    Parameters
    ----------
    database : Database
        The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def generation(self) -> int:
        """A number that grows with every change of a cue, whichever process makes it."""
        return self._database.whole_number("SELECT value FROM meta WHERE name = 'cue_generation'")

    def add(
        self, scene: str, track_id: str, model: str, frames: np.ndarray, *, stillness: float | None = None
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

        Returns
        -------
        Cue
            The stored cue.

        Raises
        ------
        InvalidInputError
            The scene's name or the frames are invalid.
        PreconditionError
            There are as many cues as a library can hold, or the library was opened for reading only.
        StorageError
            The disk is full or can't be written.
        """
        check_scene(scene)
        picture = _pack(frames)
        cue = Cue(secrets.token_hex(8), scene, track_id, model, time.time(), stillness)
        with self._database.transaction("cue_generation") as connection:
            connection.execute(
                "DELETE FROM cues WHERE scene = ? AND model = ? AND track_id <> ?", (scene, model, track_id)
            )
            (count,) = connection.execute("SELECT count(*) FROM cues").fetchone()
            if count >= MAX_CUES:
                raise PreconditionError(f"there are {count} cues, as many as there can be: remove some")
            connection.execute(
                f"INSERT INTO cues ({_COLUMNS}, frames) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (cue.id, scene, track_id, model, cue.create_time_s, stillness, picture),
            )
        return cue

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
            joined = _pack(np.concatenate([self._unpack(row[0]), frames]))
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
                f"SELECT {_COLUMNS} FROM cues ORDER BY number LIMIT ? OFFSET ?", (limit, offset)
            )
            return [Cue(*row) for row in rows]

    def delete(self, cue_id: str) -> Cue:
        """Remove a cue.

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
            row = connection.execute(f"SELECT {_COLUMNS} FROM cues WHERE id = ?", (cue_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"there is no cue {cue_id!r}; see `scenescore cue list`")
            connection.execute("DELETE FROM cues WHERE id = ?", (cue_id,))
        return Cue(*row)

    def with_frames(self, model: str) -> list[tuple[Cue, np.ndarray]]:
        """Return the cues of a bundle with their frames, in the order in which they were made.

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
                f"SELECT {_COLUMNS}, frames FROM cues WHERE model = ? ORDER BY number", (model,)
            ).fetchall()
        return [(Cue(*row[:-1]), self._unpack(row[-1])) for row in rows]

    def _unpack(self, picture: bytes) -> np.ndarray:
        column = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
        if column is None or column.shape[1:] != (SIDE, 3) or column.shape[0] % SIDE:
            raise BrokenFileError(self._database.path, "a cue's window is damaged; remove the cue")
        return column.reshape(-1, SIDE, SIDE, 3)


def check_scene(scene: str) -> None:
    """Check the name of a scene.

    Parameters
    ----------
    scene : str
        The name.

    Raises
    ------
    InvalidInputError
        It is empty or too long.
    """
    if not 1 <= len(scene) <= MAX_SCENE_CHARACTERS:
        raise InvalidInputError(
            f"a scene's name has 1 to {MAX_SCENE_CHARACTERS} characters, not {len(scene)}", field="scene"
        )


def _pack(frames: np.ndarray) -> bytes:
    """Return frames as one PNG, each below the one before."""
    if (
        frames.dtype != np.uint8
        or frames.ndim != 4
        or frames.shape[1:] != (SIDE, SIDE, 3)
        or not 1 <= len(frames) <= MAX_FRAMES_PER_CUE
    ):
        raise InvalidInputError(
            f"a window is uint8 of shape (steps, {SIDE}, {SIDE}, 3), not {frames.dtype} of {frames.shape}",
            field="frames",
        )
    if frames[..., 0].max() >= HUE_LEVELS:
        raise InvalidInputError(
            f"a frame's hue goes up to {HUE_LEVELS - 1}, and {frames[..., 0].max()} is there: send HSV in "
            "OpenCV's ranges",
            field="frames",
        )
    packed: bytes = cv2.imencode(".png", frames.reshape(-1, SIDE, 3))[1].tobytes()
    return packed
