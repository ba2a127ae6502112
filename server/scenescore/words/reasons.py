"""Why a track's words fit a text, for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenescore.words.kinds import KindTable
from scenescore.words.mentions import Mention
from scenescore.words.track_words import KindEvidence


@dataclass(frozen=True)
class TextReason:
    """Why a track's words fit a text.

    Attributes
    ----------
    kind : str
        ``kind``, ``words`` or ``meaning``.
    weight : float
        How much it counts, 0 to 1; below 0 where it speaks against the track.
    words : str
        The reason for people.
    """

    kind: str
    weight: float
    words: str


def kind_reasons(
    wanted: Mapping[str, Mention], own: Mapping[str, KindEvidence], table: KindTable
) -> list[TextReason]:
    """Return the reasons that lie in kinds: at most one for each kind of the track.

    Parameters
    ----------
    wanted : mapping of str to Mention
        What the text names.
    own : mapping of str to KindEvidence
        What the track's words say of it.
    table : KindTable
        Says how near kinds are to each other.

    Returns
    -------
    list of TextReason
        Unsorted.
    """
    found: list[TextReason] = []
    for kind, evidence in own.items():
        reasons = [
            _kind_reason(mention, evidence, mention.weight * nearness * evidence.weight)
            for mention in wanted.values()
            if (nearness := table.nearness(mention.kind, kind))
            and (mention.weight > 0 or mention.kind == kind)
        ]
        if reasons:
            found.append(max(reasons, key=lambda reason: abs(reason.weight)))
    return found


def word_reason(shared: Sequence[str], weight: float) -> TextReason:
    """Return the reason that a track shares words with a text.

    Parameters
    ----------
    shared : sequence of str
        The words, one or more.
    weight : float
        How much they count.

    Returns
    -------
    TextReason
    """
    if len(shared) == 1:
        return TextReason("words", round(weight, 3), f"shares the word {shared[0]}")
    return TextReason(
        "words", round(weight, 3), f"shares the words {', '.join(shared[:-1])} and {shared[-1]}"
    )


def _kind_reason(mention: Mention, evidence: KindEvidence, weight: float) -> TextReason:
    says = f"{evidence.source} says {evidence.word}"
    if mention.weight < 0:
        says = f"{says}, which the text denies"
    elif evidence.kind != mention.kind:
        says = f"{says}, and {evidence.kind} is near {mention.kind}"
    elif mention.kind not in says.casefold():
        says = f"{says}, which is {mention.kind}"
    return TextReason("kind", round(weight, 3), says)
