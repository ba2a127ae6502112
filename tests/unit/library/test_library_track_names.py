"""A track is found by its title, its file's name, or the beginning of its id."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scenescore.library.store.track import Track
from scenescore.library.track_names import similar_names, tracks_named

CALM = Track("0a1b2c3d4e5f6071", "Calm Town", "", "", "", "", "/music/town/calm.ogg", 60.0, 0.0, False, 0.0)
CALM_AGAIN = replace(CALM, id="0a1bffffffffffff", title="Calm town", file="/music/other/calm.flac")
FIGHT = replace(CALM, id="ffee000000000001", title="Straße des Kampfs", file="/music/Fight 01.mp3")
NIGHT = replace(CALM, id="ffee000000000002", title="夜の町", file="/music/night.ogg")
TRACKS = (CALM, CALM_AGAIN, FIGHT, NIGHT)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0a1b2c3d4e5f6071", [CALM]),
        ("tracks/0a1b2c3d4e5f6071", [CALM]),
        ("0A1B2", [CALM]),
        ("0a1b", [CALM, CALM_AGAIN]),
        ("calm town", [CALM, CALM_AGAIN]),
        ("calm.ogg", [CALM]),
        ("calm", [CALM, CALM_AGAIN]),
        ("/music/town/calm.ogg", [CALM]),
        ("STRASSE DES KAMPFS", [FIGHT]),
        ("fight 01", [FIGHT]),
        ("fight", [FIGHT]),
        ("夜の町", [NIGHT]),
        ("夜", [NIGHT]),
        ("ffe", []),
        ("", []),
        ("tracks/", []),
        ("no such piece", []),
    ],
)
def test_a_text_means_the_tracks_that_are_called_so(text: str, meant: Sequence[Track]) -> None:
    assert tracks_named(TRACKS, text) == list(meant)


def test_a_whole_title_comes_before_the_beginning_of_another() -> None:
    longer = replace(CALM, id="1111000000000000", title="Calm Town at Night", file="/music/x.ogg")
    assert tracks_named([longer, CALM], "Calm Town") == [CALM]


def test_names_that_are_nearly_the_same_are_suggested() -> None:
    assert similar_names(["Calm Town", "Battle"], "Clam Town") == ["Calm Town"]
    assert similar_names(["Calm Town", "Battle"], "town") == ["Calm Town"]
    assert similar_names(["Calm Town", "Battle"], "xyzzy") == []
