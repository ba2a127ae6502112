"""The user's own decisions: what looks like this window plays that track."""

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
MAX_SCENE: Final = 200
MAX_FRAMES: Final = 240
MAX_HUE: Final = 180
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
        The track's id. Its track may be gone; the cue then waits until it is back.
    model : str
        The bundle's id that the cue was made with.
    create_time_s : float
        When it was made, seconds since 1970.
    stillness : float, optional
        Of its window, 0 to 1, from `scenescore.frames.stillness`; None where that isn't known.
    """

    id: str
    scene: str
    track_id: str
    model: str
    create_time_s: float
    stillness: float | None = None

    @property
    def name(self) -> str:
        """The resource name."""
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
        """A number that every change of a cue raises, whichever process makes it."""
        with self._database.errors():
            query = "SELECT value FROM meta WHERE name = 'cue_generation'"
            return int(self._database.connection.execute(query).fetchone()[0])

    def add(
        self, scene: str, track_id: str, model: str, frames: np.ndarray, *, stillness: float | None = None
    ) -> Cue:
        """Keep a decision. What was decided for the scene before, with another track, is forgotten.

        Parameters
        ----------
        scene : str
            The scene's name, 1 to 200 characters.
        track_id : str
            The track.
        model : str
            The bundle's id.
        frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
            What the scene looks like, in HSV: a window's frames, and more of the scene where it is known.
        stillness : float, optional
            Of the window, 0 to 1.

        Returns
        -------
        Cue

        Raises
        ------
        InvalidInputError
            A name or frames that can't be.
        PreconditionError
            There are as many cues as there can be.
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

    def grow(self, cue_id: str, frames: np.ndarray) -> bool:
        """Add frames of its scene to a cue; False for one that is gone.

        Parameters
        ----------
        cue_id : str
            Its id.
        frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV.

        Raises
        ------
        InvalidInputError
            Frames that can't be, or too many.
        BrokenFileError
            What the cue has is damaged.
        StorageError
            The disk is full or can't be written.
        """
        with self._database.transaction("cue_generation") as connection:
            row = connection.execute("SELECT frames FROM cues WHERE id = ?", (cue_id,)).fetchone()
            if row is None:
                return False
            whole = _pack(np.concatenate([self._unpack(row[0]), frames]))
            connection.execute("UPDATE cues SET frames = ? WHERE id = ?", (whole, cue_id))
        return True

    def page(self, *, offset: int = 0, limit: int = -1) -> list[Cue]:
        """Return the cues in the order they were made.

        Parameters
        ----------
        offset : int
            How many to pass over.
        limit : int
            At most so many; -1 for all.
        """
        with self._database.errors():
            rows = self._database.connection.execute(
                f"SELECT {_COLUMNS} FROM cues ORDER BY number LIMIT ? OFFSET ?", (limit, offset)
            )
            return [Cue(*row) for row in rows]

    def delete(self, cue_id: str) -> Cue:
        """Forget a cue.

        Parameters
        ----------
        cue_id : str
            Its id, with or without ``cues/`` before it.

        Raises
        ------
        NotFoundError
            There is no such cue.
        StorageError
            The disk can't be written.
        """
        cue_id = cue_id.removeprefix("cues/")
        with self._database.transaction("cue_generation") as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM cues WHERE id = ?", (cue_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"there is no cue {cue_id!r}; see `scenescore cue list`")
            connection.execute("DELETE FROM cues WHERE id = ?", (cue_id,))
        return Cue(*row)

    def windows(self, model: str) -> list[tuple[Cue, np.ndarray]]:
        """Return the cues of a bundle with what was seen of their scenes, in the order they were made.

        Returns
        -------
        list of Cue and np.ndarray [shape=(n, 80, 80, 3), uint8]

        Raises
        ------
        BrokenFileError
            A window is damaged.
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
    """Refuse what can't be a scene's name."""
    if not 1 <= len(scene) <= MAX_SCENE:
        raise InvalidInputError(
            f"a scene's name has 1 to {MAX_SCENE} characters, not {len(scene)}", field="scene"
        )


def _pack(frames: np.ndarray) -> bytes:
    """Return a window as one lossless picture, frame below frame."""
    if (
        frames.dtype != np.uint8
        or frames.ndim != 4
        or frames.shape[1:] != (SIDE, SIDE, 3)
        or not 1 <= len(frames) <= MAX_FRAMES
    ):
        raise InvalidInputError(
            f"a window is uint8 of shape (steps, {SIDE}, {SIDE}, 3), not {frames.dtype} of {frames.shape}",
            field="frames",
        )
    if frames[..., 0].max() >= MAX_HUE:
        raise InvalidInputError(
            f"a frame's hue goes up to {MAX_HUE - 1}, and {frames[..., 0].max()} is there: send HSV in "
            "OpenCV's ranges",
            field="frames",
        )
    packed: bytes = cv2.imencode(".png", frames.reshape(-1, SIDE, 3))[1].tobytes()
    return packed
