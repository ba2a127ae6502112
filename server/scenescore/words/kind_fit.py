"""How well the kinds of a track fit the kinds that a text names."""

import math
from collections.abc import Mapping
from typing import Final

from scenescore.words.kinds import KindTable

_MAX_DENIAL_FIT: Final = 0.4
"""Fit for a text that only denies, such as "no fight", of a track that has nothing of a fight."""


def kind_fit(wanted: Mapping[str, float], own: Mapping[str, float], table: KindTable) -> float:
    """Return how well a track's kinds fit those that are wanted.

    Both are seen as vectors in which near kinds aren't at right angles; the fit is the cosine of their angle,
    times how sure the track's surest kind is.

    Parameters
    ----------
    wanted : mapping of str to float
        Weights by kind, above 0 for kinds that a text names, below 0 for kinds that it denies.
    own : mapping of str to float
        Weights of the track's kinds, above 0 to 1.
    table : KindTable
        Says how near kinds are to each other.

    Returns
    -------
    float
        0 (nothing known, or nothing alike) to 1 (just what is wanted).
    """
    if not own or not wanted:
        return 0.0
    sought = {kind: weight for kind, weight in wanted.items() if weight > 0}
    if not sought:
        nearest = max(table.nearness(kind, other) for kind in wanted for other in own)
        return _MAX_DENIAL_FIT * (1 - nearest)
    cosine = _product(sought, own, table) / math.sqrt(
        _product(sought, sought, table) * _product(own, own, table)
    )
    return min(1.0, cosine) * max(own.values())


def denial(wanted: Mapping[str, float], own: Mapping[str, float]) -> float:
    """Return how surely a text denies one of a track's kinds, 0 to 1.

    Parameters
    ----------
    wanted, own : mapping of str to float
        As for `kind_fit`.

    Returns
    -------
    float
        0 where the text denies none of them.
    """
    return max((-weight * own.get(kind, 0.0) for kind, weight in wanted.items() if weight < 0), default=0.0)


def _product(one: Mapping[str, float], other: Mapping[str, float], table: KindTable) -> float:
    return sum(
        weight * another * table.nearness(kind, near)
        for kind, weight in one.items()
        for near, another in other.items()
    )
