"""One cue: the user's decision that a scene plays a track, and the form in which its frames are stored."""

import sqlite3
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.frames.decode import SIDE
from scenescore.library.store.projects import DEFAULT_PROJECT

MAX_SCENE_CHARACTERS: Final = 200
MAX_FRAMES_PER_CUE: Final = 240
HUE_LEVELS: Final = 180
"""OpenCV's hues of 8-bit frames are 0 to 179."""
COLUMNS: Final = "id, scene, track_id, model, create_time_s, stillness, project, digest"


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
        The id of the bundle whose sessions use the cue; empty for those of all bundles.
    create_time_s : float
        When it was made, seconds since 1970.
    stillness : float, optional
        Stillness of its window, 0 to 1, from `scenescore.frames.stillness`; None if unknown.
    project : str
        The project that it belongs to.
    digest : str
        SHA-256 of the window in the project's own file, in hexadecimal; empty for a cue that was made in a
        session alone.
    """

    id: str
    scene: str
    track_id: str
    model: str
    create_time_s: float
    stillness: float | None = None
    project: str = DEFAULT_PROJECT
    digest: str = ""

    @property
    def name(self) -> str:
        """The resource name, ``cues/{id}``."""
        return f"cues/{self.id}"


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


def insert_cue(connection: sqlite3.Connection, cue: Cue, picture: bytes) -> None:
    """Insert a new cue.

    Parameters
    ----------
    connection : sqlite3.Connection
        Of a transaction.
    cue : Cue
        The cue.
    picture : bytes
        Its frames, from `pack_frames`.
    """
    values = (*astuple(cue), picture)
    connection.execute(f"INSERT INTO cues ({COLUMNS}, frames) VALUES ({','.join('?' * len(values))})", values)


def pack_frames(frames: np.ndarray) -> bytes:
    """Return frames as one PNG, each below the one before.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
        In HSV, at most 240.

    Returns
    -------
    bytes
        The frames are unchanged in it.

    Raises
    ------
    InvalidInputError
        These are no such frames.
    """
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


def unpack_frames(picture: bytes, database: Path) -> np.ndarray:
    """Return the frames in a PNG of `pack_frames`.

    Parameters
    ----------
    picture : bytes
        The PNG.
    database : Path
        The file that it comes from, for the error.

    Returns
    -------
    np.ndarray [shape=(n, 80, 80, 3), uint8]
        In HSV.

    Raises
    ------
    BrokenFileError
        It is damaged.
    """
    column = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
    if column is None or column.shape[1:] != (SIDE, 3) or column.shape[0] % SIDE:
        raise BrokenFileError(database, "a cue's window is damaged; remove the cue")
    return column.reshape(-1, SIDE, SIDE, 3)
