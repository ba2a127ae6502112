"""The picture hashes of a bundle. They tell how much another game looks like its own.

The videos of each folder have hashes of their own. A bundle such as the starter may have learnt from several
games, and the mean over all of them would be as far from each as from anything else.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.frames.picture_hash import Hashes

MAX_HASHES: Final = 200
"""The most hashes in a bundle. With all hashes, mean distances differ by less than a fifth of a bit."""

MAX_GROUPS: Final = 20
"""The most folders that have hashes of their own. The videos of more folders count as one."""

_HASH: Final = re.compile(r"[0-9a-f]{16}")


def choose_hashes(videos: Iterable[tuple[Path, Hashes]]) -> tuple[Hashes, ...]:
    """Choose the hashes of a bundle, spread evenly over its videos.

    Parameters
    ----------
    videos : iterable of Path and np.ndarray [shape=(n,), uint64]
        Each video with its hashes in order of time.

    Returns
    -------
    tuple of np.ndarray [shape=(n,), uint64]
        Hashes of each folder, in the same order; at most `MAX_HASHES` in all.
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


def hashes_to_json(groups: Iterable[Hashes]) -> list[list[str]]:
    """Return hashes as ``bundle.json`` holds them: 16 hex digits each, in a list for each folder.

    Parameters
    ----------
    groups : iterable of np.ndarray [shape=(n,), uint64]
        Hashes of each folder.

    Returns
    -------
    list of list of str
    """
    return [[f"{one:016x}" for one in group.tolist()] for group in groups]


def hashes_from_json(texts: object) -> tuple[Hashes, ...]:
    """Read hashes from ``bundle.json``.

    Parameters
    ----------
    texts : object
        Value of ``picture_hashes`` in the manifest.

    Returns
    -------
    tuple of np.ndarray [shape=(n,), uint64]

    Raises
    ------
    InvalidInputError
        It isn't lists of hashes with 16 hex digits, or has more than `MAX_HASHES` in all.
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
