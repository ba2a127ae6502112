"""How well something fits, as people read it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scenescore.words.reasons import TextReason

_BAR_CELLS: Final = 5
_SHOWN_REASONS: Final = 2
_LEAST_SHOWN: Final = 0.6
"""A further reason is shown if it has this share of the first one's weight."""


def bar(fit: float, cells: int = _BAR_CELLS) -> str:
    """Return a fit as a bar and a number; a longer bar is a better fit.

    Parameters
    ----------
    fit : float
        0 to 1.
    cells : int
        Length of the bar, characters.

    Returns
    -------
    str
        The bar, a space, and the fit with two digits.
    """
    full = round(fit * cells)
    return f"{'█' * full}{'░' * (cells - full)} {fit:.2f}"


def shown_reasons(reasons: "Sequence[TextReason]") -> str:
    """Return the weightiest reasons as one text.

    Parameters
    ----------
    reasons : sequence of TextReason
        The weightiest first.

    Returns
    -------
    str
        Reasons that are joined by semicolons; empty where there are none.
    """
    shown = reasons[:_SHOWN_REASONS]
    return "; ".join(one.words for one in shown if abs(one.weight) >= _LEAST_SHOWN * abs(shown[0].weight))
