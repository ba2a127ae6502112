"""What holds for all tracks of a ranking is said once."""

from scenescore.cli.matches.reasons import told_apart
from scenescore.retrieval.ranking.evidence import Reason

MEMORY = Reason("memory", 0.7, "The bundle remembers this.")
CUE = Reason("cue", 1.0, "Your cue looks like this.")


def test_what_all_tracks_share_is_told_apart() -> None:
    assert told_apart([(MEMORY, CUE), (MEMORY,)]) == (MEMORY.words, [CUE.words, ""])


def test_a_single_track_keeps_its_reasons() -> None:
    assert told_apart([(MEMORY, CUE)]) == ("", [f"{MEMORY.words} {CUE.words}"])


def test_without_reasons_nothing_is_said() -> None:
    assert told_apart([(), ()]) == ("", ["", ""])
    assert told_apart([]) == ("", [])
