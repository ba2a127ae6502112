"""The words that belong to a track, and the kinds of scene that they name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonpath
from pathlib import PurePath
from typing import Final

from scenescore.words.kinds import KindTable, kind_table
from scenescore.words.mentions import kinds_in

SOURCE_WEIGHTS: Final = {"tag": 1.0, "title": 0.95, "file": 0.85, "folder": 0.7}
"""How far words are trusted: a tag says what a piece is for, a folder holds many pieces."""
_MAX_FOLDERS: Final = 3


@dataclass(frozen=True)
class TrackWords:
    """All that is written about a track.

    Attributes
    ----------
    id : str
        The track's id.
    title : str
        The title.
    file : str
        The path of its file.
    tags : tuple of str
        What tags say it is for: kind, mood, genre. Empty tags are passed over.
    """

    id: str
    title: str
    file: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindEvidence:
    """Why a track is said to be of a kind.

    Attributes
    ----------
    kind : str
        The kind.
    weight : float
        How sure that is, above 0 to 1.
    source : str
        ``tag``, ``title``, ``file`` or ``folder``.
    word : str
        The word that says so.
    """

    kind: str
    weight: float
    source: str
    word: str


def kinds_of_track(
    track: TrackWords, folders: Iterable[str] = (), table: KindTable | None = None
) -> dict[str, KindEvidence]:
    """Return the kinds that a track's words name, each with its best evidence.

    Parameters
    ----------
    track : TrackWords
        The track.
    folders : iterable of str
        Names of folders that tell it apart from other tracks; see `telling_folders`.
    table : KindTable, optional
        The kinds; those that ship with Scenescore by default.

    Returns
    -------
    dict of str to KindEvidence
        By kind; empty where the words name none.
    """
    known = table or kind_table()
    texts = [
        *(("tag", tag) for tag in track.tags),
        ("title", track.title),
        ("file", PurePath(track.file).stem),
        *(("folder", folder) for folder in folders),
    ]
    found: dict[str, KindEvidence] = {}
    for source, text in texts:
        for kind, mention in kinds_in(text, known).items():
            weight = mention.weight * SOURCE_WEIGHTS[source]
            if weight > 0 and (kind not in found or weight > found[kind].weight):
                found[kind] = KindEvidence(kind, weight, source, mention.word)
    return found


def telling_folders(files: Sequence[str]) -> list[list[str]]:
    """Return for each file the names of its innermost folders that not all files share.

    Parameters
    ----------
    files : sequence of str
        The paths of a library's files.

    Returns
    -------
    list of list of str
        At most three names for each file, the outermost first.
    """
    parents = [PurePath(file).parent for file in files]
    shared = _shared_parts(parents)
    return [list(parent.parts[shared:][-_MAX_FOLDERS:]) for parent in parents]


def _shared_parts(parents: Sequence[PurePath]) -> int:
    """Return how many parts all paths have in common; 0 where they lie on different drives."""
    if not parents:
        return 0
    try:
        return len(PurePath(commonpath([str(parent) for parent in parents])).parts)
    except ValueError:
        return 0
