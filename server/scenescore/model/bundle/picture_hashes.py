"""The picture hashes that a bundle carries: by them it is told how much another game looks like its own.

They are kept apart by the folders of the videos. A bundle may have learnt from several games, such as the
starter, and the mean over all of them at once is as far from each as from anything else.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.frames.picture_hash import Hashes

MAX_HASHES: Final = 200
"""Hashes in a bundle; the mean over all pairs moves by less than a fifth of a bit from so many to all."""

MAX_GROUPS: Final = 20
"""Folders that are kept apart; videos from more of them count as one."""

_HASH: Final = re.compile(r"[0-9a-f]{16}")


def choose_hashes(videos: Iterable[tuple[Path, Hashes]]) -> tuple[Hashes, ...]:
    """Choose the hashes that a bundle carries, evenly over its videos.

    Parameters
    ----------
    videos : iterable of Path and np.ndarray [shape=(n,), uint64]
        Each video with its hashes in the order of time.

    Returns
    -------
    tuple of np.ndarray [shape=(n,), uint64]
        For each folder some, in the same order; at most `MAX_HASHES` in all.
    """
    by_folder: dict[Path, list[Hashes]] = {}
    for path, hashes in videos:
        by_folder.setdefault(path.parent, []).append(hashes)
    groups = [np.concatenate(group) for group in by_folder.values()]
    groups = [group for group in groups if len(group)]
    if len(groups) > MAX_GROUPS:
        groups = [np.concatenate(groups)]
    return tuple(_spread(group, MAX_HASHES // len(groups)) for group in groups)


def _spread(hashes: Hashes, most: int) -> Hashes:
    if len(hashes) > most:
        hashes = hashes[np.linspace(0, len(hashes) - 1, most).round().astype(int)]
    return hashes


def to_texts(groups: Iterable[Hashes]) -> list[list[str]]:
    """Return hashes as ``bundle.json`` holds them: 16 hex digits each, a list for each folder."""
    return [[f"{one:016x}" for one in group.tolist()] for group in groups]


def from_texts(texts: object) -> tuple[Hashes, ...]:
    """Read hashes from ``bundle.json``.

    Raises
    ------
    InvalidInputError
        Not lists of one or more texts of 16 hex digits, or more than `MAX_HASHES` in all.
    """
    groups = texts if isinstance(texts, list) else []
    if not all(isinstance(group, list) and group for group in groups):
        groups = []
    if not groups or sum(map(len, groups)) > MAX_HASHES:
        raise InvalidInputError(
            f"picture_hashes must hold 1 to {MAX_HASHES} hashes in lists; train the bundle again"
        )
    for text in (text for group in groups for text in group):
        if not isinstance(text, str) or not _HASH.fullmatch(text):
            raise InvalidInputError(
                f"picture_hashes holds {str(text)[:40]!r}, not 16 hex digits; train the bundle again"
            )
    return tuple(np.array([int(text, 16) for text in group], np.uint64) for group in groups)
