"""What an import passes over without calling it broken, counted by reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file, a folder or a row of a table was passed over."""

    UNKNOWN_KIND = "unknown_kind"
    """The suffix is none of sound that can be read."""
    LINK = "link"
    """A link that leads nowhere, to a folder that is searched already, or where reading isn't allowed."""
    HIDDEN = "hidden"
    """The name begins with a dot. Hidden folders are not searched."""
    SILENT = "silent"
    """There is nothing to hear."""
    REMOVED = "removed"
    """The user removed the file's track from the library."""
    TABLE_ROW = "table_row"
    """A row of a ``tracks.csv`` names a file that isn't beside the table."""


WORDS = {
    Reason.UNKNOWN_KIND: ("of kinds that can't be read", "of kinds that can't be read"),
    Reason.LINK: ("link that leads nowhere new", "links that lead nowhere new"),
    Reason.HIDDEN: ("hidden", "hidden"),
    Reason.SILENT: ("silent", "silent"),
    Reason.REMOVED: ("removed earlier", "removed earlier"),
    Reason.TABLE_ROW: ("row of tracks.csv that names no file", "rows of tracks.csv that name no file"),
}
"""How people call one and several."""


@dataclass(frozen=True)
class PassedOverCount:
    """How much was passed over for one reason.

    Attributes
    ----------
    reason : Reason
        Why.
    suffix : str
        The suffix of the files, in lower case, for `Reason.UNKNOWN_KIND`; else empty.
    count : int
        How many.
    """

    reason: Reason
    suffix: str
    count: int


class PassedOver:
    """Counts what an import passes over."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Reason, str]] = Counter()

    def add(self, reason: Reason, suffix: str = "", count: int = 1) -> None:
        """Count something that is passed over.

        Parameters
        ----------
        reason : Reason
            Why.
        suffix : str
            The file's suffix, for `Reason.UNKNOWN_KIND`.
        count : int
            How many.
        """
        if count:
            self._counts[reason, suffix.lower()] += count

    def __iter__(self) -> Iterator[PassedOverCount]:
        order = list(Reason)
        for (reason, suffix), count in sorted(
            self._counts.items(), key=lambda one: (order.index(one[0][0]), -one[1], one[0][1])
        ):
            yield PassedOverCount(reason, suffix, count)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PassedOver) and self._counts == other._counts

    __hash__ = None  # type: ignore[assignment]

    def count(self, reason: Reason) -> int:
        """Return how much was passed over for a reason.

        Parameters
        ----------
        reason : Reason
            Why.

        Returns
        -------
        int
            Of all suffixes together.
        """
        return sum(one.count for one in self if one.reason == reason)

    def text(self) -> str:
        """Say for people what was passed over.

        Returns
        -------
        str
            Such as ``3 of kinds that can't be read (2 .mid, 1 .xm), 1 hidden``; empty for nothing.
        """
        parts = []
        for reason in Reason:
            if count := self.count(reason):
                part = f"{count} {WORDS[reason][count > 1]}"
                if reason is Reason.UNKNOWN_KIND:
                    suffixes = [one for one in self if one.reason is reason]
                    kinds = ", ".join(f"{one.count} {one.suffix or 'without suffix'}" for one in suffixes)
                    part += f" ({kinds})"
                parts.append(part)
        return ", ".join(parts)
