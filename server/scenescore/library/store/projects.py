"""The projects in a library's database: which tracks each one sees."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.store.database import Database

DEFAULT_PROJECT: Final = "default"
"""The project of all that is added without one."""
PROJECT_ID: Final = re.compile(r"[a-z0-9_-]{1,64}")
PROJECT_ID_FORM: Final = "1 to 64 of a-z, 0-9, '-' and '_'"
MAX_NAME_CHARACTERS: Final = 200
MAX_MUSIC_PATHS: Final = 1000

# A file is seen with its path, or with a folder above it. `rtrim` serves a whole drive, such as `/`.
_BELOW: Final = (
    f"(f.path = m.path OR (f.path >= rtrim(m.path, '{os.sep}') || '{os.sep}' "
    f"AND f.path < rtrim(m.path, '{os.sep}') || '{chr(ord(os.sep) + 1)}'))"
)
_OF_OTHERS: Final = f"SELECT 1 FROM project_music m WHERE m.project <> '{DEFAULT_PROJECT}'"


@dataclass(frozen=True)
class Project:
    """One game that is being made.

    Attributes
    ----------
    id : str
        1 to 64 of a-z, 0-9, ``-`` and ``_``.
    title : str
        The game's name; may be empty.
    folder : str
        Absolute path of the project's folder; empty if unknown.
    music : tuple of str
        Absolute paths of its music folders and single files, sorted.
    """

    id: str
    title: str
    folder: str
    music: tuple[str, ...]

    @property
    def name(self) -> str:
        """The resource name, ``projects/{id}``."""
        return f"projects/{self.id}"


class ProjectStore:
    """The projects in a library's database; reached as `Library.projects`.

    Parameters
    ----------
    database : Database
        The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, project_id: str) -> Project:
        """Return a project.

        Parameters
        ----------
        project_id : str
            Its id, with or without ``projects/`` before it.

        Returns
        -------
        Project
            The default project exists always.

        Raises
        ------
        NotFoundError
            There is no such project.
        """
        project_id = project_id.removeprefix("projects/")
        if found := self._select("WHERE id = ?", (project_id,)):
            return found[0]
        if project_id == DEFAULT_PROJECT:
            return Project(DEFAULT_PROJECT, "", "", self._music_of(DEFAULT_PROJECT))
        raise NotFoundError(
            f"the library has no project {project_id!r}; run `scenescore init` in its folder, or any command "
            "that uses its music"
        )

    def page(self, *, offset: int = 0, limit: int = -1) -> list[Project]:
        """Return the projects that were opened, sorted by name.

        Parameters
        ----------
        offset : int
            How many projects to pass over.
        limit : int
            How many projects to return at most; -1 for all.

        Returns
        -------
        list of Project
            Without the default project.
        """
        return self._select(
            f"WHERE id <> '{DEFAULT_PROJECT}' ORDER BY name COLLATE NOCASE, id LIMIT ? OFFSET ?",
            (limit, offset),
        )

    def open(
        self, project_id: str, *, title: str = "", folder: str = "", music: Sequence[Path] | None = None
    ) -> Project:
        """Register a project, or update what is known of it. Nothing is written where nothing changes.

        Parameters
        ----------
        project_id : str
            Its id.
        title : str
            The game's name; empty to keep the one that is known.
        folder : str
            The project's folder; empty to keep the one that is known.
        music : sequence of Path, optional
            Absolute paths of its music; None to keep what it had.

        Returns
        -------
        Project
            As it is now.

        Raises
        ------
        InvalidInputError
            The id, the name or the number of paths is out of range.
        StorageError
            The disk can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        check_project_id(project_id)
        if project_id == DEFAULT_PROJECT:
            raise InvalidInputError(
                f"'{DEFAULT_PROJECT}' is for all that is added without a project; give this one another id",
                field="project.name",
            )
        if len(title) > MAX_NAME_CHARACTERS or (music is not None and len(music) > MAX_MUSIC_PATHS):
            raise InvalidInputError(
                f"a project has a name of at most {MAX_NAME_CHARACTERS} characters and at most "
                f"{MAX_MUSIC_PATHS} music folders",
                field="project",
            )
        known = self._select("WHERE id = ?", (project_id,))
        before = known[0] if known else Project(project_id, "", "", ())
        paths = before.music if music is None else tuple(sorted({str(path) for path in music}))
        after = Project(project_id, title or before.title, folder or before.folder, paths)
        if known and after == before:
            return after
        # What a project sees is part of the views of the library.
        with self._database.transaction("generation") as connection:
            connection.execute(
                "INSERT INTO projects (id, name, folder) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, folder = excluded.folder",
                (after.id, after.title, after.folder),
            )
            connection.execute("DELETE FROM project_music WHERE project = ?", (after.id,))
            connection.executemany(
                "INSERT INTO project_music (project, path) VALUES (?, ?)",
                [(after.id, path) for path in after.music],
            )
        return after

    def add_music(self, project_id: str, paths: Sequence[Path]) -> None:
        """Let a project see further folders or files. Nothing is written where it sees them already.

        Parameters
        ----------
        project_id : str
            An opened project, or the default one.
        paths : sequence of Path
            Absolute paths.

        Raises
        ------
        NotFoundError
            There is no such project.
        StorageError
            The disk can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        project = self.find(project_id)
        known = [Path(path) for path in project.music]
        added = [path for path in paths if not any(path.is_relative_to(one) for one in known)]
        if not added:
            return
        with self._database.transaction("generation") as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO project_music (project, path) VALUES (?, ?)",
                [(project.id, str(path)) for path in added],
            )

    def _select(self, clause: str, values: tuple[object, ...]) -> list[Project]:
        with self._database.errors():
            rows = self._database.connection.execute(
                f"SELECT id, name, folder FROM projects {clause}", values
            ).fetchall()
        return [Project(id_, title, folder, self._music_of(id_)) for id_, title, folder in rows]

    def _music_of(self, project_id: str) -> tuple[str, ...]:
        with self._database.errors():
            rows = self._database.connection.execute(
                "SELECT path FROM project_music WHERE project = ? ORDER BY path", (project_id,)
            )
            return tuple(path for (path,) in rows)


def check_project_id(project_id: str) -> None:
    """Check the id of a project.

    Parameters
    ----------
    project_id : str
        The id.

    Raises
    ------
    InvalidInputError
        It has other characters, or too many.
    """
    if not PROJECT_ID.fullmatch(project_id):
        raise InvalidInputError(
            f"a project's id is {PROJECT_ID_FORM}, not {project_id!r}", field="project.name"
        )


def seen_tracks(database: Database, project_id: str | None) -> str:
    """Return SQL that selects the ids of the tracks that a project sees.

    A project that names no music sees what the default project sees: the user's own collection.

    Parameters
    ----------
    database : Database
        The library's.
    project_id : str or None
        The project; None for the whole library.

    Returns
    -------
    str
        A query with one column; empty where the project sees all tracks.

    Raises
    ------
    InvalidInputError
        It is no project's id.
    """
    if project_id is None:
        return ""
    check_project_id(project_id)
    has_music = database.whole_number(
        f"SELECT EXISTS (SELECT 1 FROM project_music WHERE project = '{project_id}')"
    )
    if project_id != DEFAULT_PROJECT and not has_music:
        project_id = DEFAULT_PROJECT
    own = f"SELECT f.track_id FROM project_music m JOIN files f ON {_BELOW} WHERE m.project = '{project_id}'"
    if project_id != DEFAULT_PROJECT:
        return own
    if not database.whole_number(f"SELECT EXISTS ({_OF_OTHERS})"):
        return ""
    # Music that no project claims belongs to the default one.
    return f"{own} UNION SELECT f.track_id FROM files f WHERE NOT EXISTS ({_OF_OTHERS} AND {_BELOW})"
