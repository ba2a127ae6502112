"""The tables of the library's database: their definition, and how an older library gets those it lacks."""

import sqlite3
from pathlib import Path
from typing import Final

from scenescore.errors import BrokenFileError

SCHEMA_VERSION: Final = 5

SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS tracks (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL, artist TEXT NOT NULL, license TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
    file TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    duration_s REAL NOT NULL, segment_start_s REAL NOT NULL, segment_looped INTEGER NOT NULL,
    create_time_s REAL NOT NULL,
    content TEXT NOT NULL DEFAULT '', sound TEXT NOT NULL DEFAULT '', mood TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tracks_by_content ON tracks (content);
CREATE INDEX IF NOT EXISTS tracks_by_file ON tracks (file);
CREATE INDEX IF NOT EXISTS tracks_by_title ON tracks (title COLLATE NOCASE, id);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    size INTEGER NOT NULL DEFAULT -1, mtime_ns INTEGER NOT NULL DEFAULT -1
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_track ON files (track_id);
CREATE TABLE IF NOT EXISTS removed (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS projects (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS project_music (
    project TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (project, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS features (
    track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    key TEXT NOT NULL, steps INTEGER NOT NULL, dimensions INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (track_id, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS features_by_key ON features (key, track_id);
CREATE TABLE IF NOT EXISTS cues (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    scene TEXT NOT NULL, track_id TEXT NOT NULL, model TEXT NOT NULL, create_time_s REAL NOT NULL,
    frames BLOB NOT NULL, stillness REAL,
    project TEXT NOT NULL DEFAULT 'default', digest TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('generation', 0), ('cue_generation', 0);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""

_LATER_COLUMNS: Final = {
    "tracks": dict.fromkeys(("content", "sound", "mood"), "TEXT NOT NULL DEFAULT ''"),
    "files": {"size": "INTEGER NOT NULL DEFAULT -1", "mtime_ns": "INTEGER NOT NULL DEFAULT -1"},
    "cues": {
        "stillness": "REAL",
        "project": "TEXT NOT NULL DEFAULT 'default'",
        "digest": "TEXT NOT NULL DEFAULT ''",
    },
}
"""Columns that tables of earlier versions lack."""
_TAKE_OVER: Final = """
BEGIN IMMEDIATE;
INSERT OR IGNORE INTO files (path, track_id, size, mtime_ns) SELECT file, id, size, mtime_ns FROM tracks;
INSERT OR IGNORE INTO project_music (project, path) SELECT 'default', file FROM tracks;
COMMIT;
"""
"""What an older library held was added without a project."""


def schema_version(connection: sqlite3.Connection) -> int:
    """Read the schema version of a database.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the database.

    Returns
    -------
    int
        0 for an empty database.
    """
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def create_or_upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Create the tables of a new library, or those that an older library lacks.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the database, for writing.
    path : Path
        The database's file, for the error.

    Raises
    ------
    BrokenFileError
        The database is another program's.
    sqlite3.Error
        The disk is full or can't be written.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if tables and "tracks" not in tables:
        raise BrokenFileError(path, "another program's database; name another folder")
    was_made_without_projects = bool(tables) and "project_music" not in tables
    # Another process may be upgrading the same library, so the columns are read and changed under one lock.
    connection.execute("BEGIN IMMEDIATE")
    for table, later in _LATER_COLUMNS.items():
        columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        for name, kind in later.items():
            if columns and name not in columns:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    connection.execute("COMMIT")
    connection.executescript(SCHEMA)
    connection.execute("UPDATE tracks SET content = id WHERE content = ''")
    if was_made_without_projects:
        connection.executescript(_TAKE_OVER)
