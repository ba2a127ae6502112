"""A data folder: clips of several games, labels of their scenes, and the music that the games play."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError, NotFoundError

SCENES: Final = Path("clips", "scenes.csv")
TRACKS: Final = Path("music", "tracks.csv")
_SCENE_COLUMNS: Final = ("clip", "game", "start_s", "end_s", "scene", "track")
_PLAIN_COLUMNS: Final = ("clip", "start_s", "end_s", "scene")
_TRACK_COLUMNS: Final = ("file",)


@dataclass(frozen=True)
class LabelledScene:
    """A stretch of a clip that stays in one kind of scene, with the track that the game plays there."""

    game: str
    """Name of the game."""
    clip: Path
    """The video."""
    start_s: float
    """Start in the clip, seconds."""
    end_s: float
    """End in the clip, seconds; after `start_s`."""
    scene: str
    """Kind of scene, such as ``fight``."""
    track: str
    """File name of the track in the folder ``music``; empty if unknown."""
    kind: str
    """Kind of the track, such as ``battle``; empty if unknown."""

    @property
    def duration_s(self) -> float:
        """Length, seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class DataFolder:
    """The content of a data folder."""

    path: Path
    """The folder."""
    scenes: tuple[LabelledScene, ...]
    """All scenes, in the order of the table."""
    tracks: tuple[str, ...]
    """File names of the tracks, sorted."""
    kind_of: dict[str, str]
    """Kind of each track. Tracks of unknown kind are left out."""

    @property
    def games(self) -> tuple[str, ...]:
        """Names of the games, sorted."""
        return tuple(sorted({scene.game for scene in self.scenes}))

    def of_game(self, game: str) -> tuple[LabelledScene, ...]:
        """Return the scenes of a game.

        Parameters
        ----------
        game : str
            Name of the game.

        Returns
        -------
        tuple of LabelledScene
        """
        return tuple(scene for scene in self.scenes if scene.game == game)

    def music(self, track: str) -> Path:
        """Return the file of a track.

        Parameters
        ----------
        track : str
            File name of the track.

        Returns
        -------
        Path
        """
        return self.path / "music" / track


def read_data_folder(path: str | Path) -> DataFolder:
    """Read the tables of a data folder and check that their files exist.

    Parameters
    ----------
    path : str or Path
        Folder with ``clips/GAME/*.mp4``, ``clips/scenes.csv`` (columns ``clip, game, start_s, end_s, scene,
        track`` and, if known, ``kind``), ``music/*`` and ``music/tracks.csv`` (``file`` and, if known,
        ``kind``).

    Returns
    -------
    DataFolder

    Raises
    ------
    NotFoundError
        A table or a file that a table names is missing.
    InvalidInputError
        A row is wrong. The message names its line.
    """
    root = Path(path)
    kind_of: dict[str, str] = {}
    tracks: set[str] = set()
    for line, row in _rows(root / TRACKS, _TRACK_COLUMNS):
        _require(root / "music" / row["file"], root / TRACKS, line)
        tracks.add(row["file"])
        if kind := row.get("kind") or "":
            kind_of[row["file"]] = kind
    scenes = []
    for line, row in _rows(root / SCENES, _SCENE_COLUMNS):
        clip = root / "clips" / row["game"] / row["clip"]
        _require(clip, root / SCENES, line)
        start_s, end_s = _span(row, root / SCENES, line)
        if row["track"] and row["track"] not in tracks:
            raise NotFoundError(f"{root / SCENES}, line {line}: {row['track']} is not in {root / TRACKS}")
        scenes.append(
            LabelledScene(
                game=row["game"],
                clip=clip,
                start_s=start_s,
                end_s=end_s,
                scene=row["scene"],
                track=row["track"],
                kind=row.get("kind") or kind_of.get(row["track"], ""),
            )
        )
    if not scenes:
        raise InvalidInputError(f"{root / SCENES} has no rows: label at least one stretch of play")
    return DataFolder(root, tuple(scenes), tuple(sorted(tracks)), kind_of)


def read_labelled_play(path: str | Path) -> DataFolder:
    """Read labelled play from a data folder, or from a plain folder with clips and a ``scenes.csv``.

    Parameters
    ----------
    path : str or Path
        A folder as for `read_data_folder`, or one with ``scenes.csv`` (columns ``clip, start_s, end_s,
        scene`` and, if known, ``game``, ``track``, ``kind``), in which a clip is a path within the folder.
        Without a ``game`` the folder's name counts as the game.

    Returns
    -------
    DataFolder
        A plain folder has no music.

    Raises
    ------
    NotFoundError
        There is no such table, or a clip is missing.
    InvalidInputError
        A row is wrong. The message names its line.
    """
    root = Path(path)
    table = root / SCENES.name
    if (root / SCENES).is_file() or not table.is_file():
        return read_data_folder(root)
    scenes = []
    for line, row in _rows(table, _PLAIN_COLUMNS):
        clip = root / row["clip"]
        _require(clip, table, line)
        start_s, end_s = _span(row, table, line)
        scenes.append(
            LabelledScene(
                game=row.get("game") or root.resolve().name,
                clip=clip,
                start_s=start_s,
                end_s=end_s,
                scene=row["scene"],
                track=row.get("track") or "",
                kind=row.get("kind") or "",
            )
        )
    if not scenes:
        raise InvalidInputError(f"{table} has no rows: label at least one stretch of play")
    return DataFolder(root, tuple(scenes), (), {})


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        file = path.open(newline="", encoding="utf-8-sig")
    except OSError as error:
        raise NotFoundError(f"{path} can't be read: {error.strerror}; a data folder needs it") from error
    with file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InvalidInputError(f"{path} has no column {', '.join(missing)}")
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


def _require(file: Path, table: Path, line: int) -> None:
    if not file.is_file():
        raise NotFoundError(f"{table}, line {line}: there is no file {file}")


def _span(row: dict[str, str], table: Path, line: int) -> tuple[float, float]:
    try:
        start_s, end_s = float(row["start_s"]), float(row["end_s"])
    except ValueError as error:
        raise InvalidInputError(
            f"{table}, line {line}: start_s and end_s are seconds, "
            f"not {row['start_s']!r} and {row['end_s']!r}"
        ) from error
    if not (0 <= start_s < end_s < math.inf):
        raise InvalidInputError(f"{table}, line {line}: {start_s} s to {end_s} s is no stretch of time")
    return start_s, end_s
