"""The newest moment of a session, ranked before an answer needs it."""

from dataclasses import dataclass

from scenescore.frames.rolling_window import Snapshot
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.cached_frame import CachedFrame


@dataclass
class NewestMoment:
    """The newest 0.6 s before an answer, and their ranking once it is known.

    An answer asks twice for a ranking: of the scene, and of its newest moment (`disagreement_detector`). The
    second ranking is made between two frames, while the daemon is idle. Made after the answer's frame has
    come, it would delay the answer, and the live goals of `docs/performance.md` would be missed.

    Attributes
    ----------
    shown : Snapshot of CachedFrame
        The moment's window.
    ranking : Ranking or None
        Its ranking, with the cues; None until it is made.
    """

    shown: Snapshot[CachedFrame]
    ranking: Ranking | None = None
