"""The names of tracks and scenes, read without what takes long to import: the shell asks at each Tab."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from scenescore.library.store.database import Database
from scenescore.library.store.projects import seen_tracks


class ListedTrack(NamedTuple):
    """A track by all that people call it.

    Attributes
    ----------
    id : str
        Its id.
    title, artist : str
        The artist is empty if unknown.
    file : str
        Path of its file.
    """

    id: str
    title: str
    artist: str
    file: str


def list_tracks(folder: Path, project: str) -> list[ListedTrack]:
    """Return the tracks that a project sees. Nothing is written.

    Parameters
    ----------
    folder : Path
        The library's folder.
    project : str
        The project's id.

    Returns
    -------
    list of ListedTrack
        By title.

    Raises
    ------
    ScenescoreError
        There is no library that can be read.
    """
    database = Database(folder, read_only=True)
    with closing(database), database.errors():
        seen = seen_tracks(database, project)
        where = f"WHERE id IN ({seen})" if seen else ""
        rows = database.connection.execute(
            f"SELECT id, title, artist, file FROM tracks {where} ORDER BY title COLLATE NOCASE, id"
        )
        return [ListedTrack(*row) for row in rows]


def list_scenes(folder: Path, project: str) -> list[str]:
    """Return the names of a project's scenes with cues. Nothing is written.

    Parameters
    ----------
    folder : Path
        The library's folder.
    project : str
        The project's id.

    Returns
    -------
    list of str
        Sorted.

    Raises
    ------
    ScenescoreError
        There is no library that can be read.
    """
    database = Database(folder, read_only=True)
    with closing(database), database.errors():
        rows = database.connection.execute(
            "SELECT DISTINCT scene FROM cues WHERE project = ? ORDER BY scene", (project,)
        )
        return [scene for (scene,) in rows]
