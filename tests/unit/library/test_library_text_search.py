"""Searching a library by words, and giving scenes in words their tracks."""

from dataclasses import replace

import pytest

from scenescore.errors import InvalidInputError
from scenescore.library.store.track import Track
from scenescore.library.text_search import MAX_TEXT_LENGTH, TextSearch

TRACK = Track("", "", "", "", "", "", "", 30.0, 4.5, False, 1.0)


def tracks(*titles: str) -> list[Track]:
    return [replace(TRACK, id=title, title=title, file=f"/music/{title}.ogg") for title in titles]


def assigned(search: TextSearch, *scenes: str, max_uses: int = 1) -> list[str]:
    return [found.track.title if found else "" for found in search.assign(scenes, max_uses=max_uses)]


def test_the_kind_of_a_track_counts_as_a_tag() -> None:
    search = TextSearch([replace(TRACK, id="a", title="07", kind="boss"), *tracks("Village")])
    best = search.find("the last boss", 5)[0]
    assert (best.rank, best.track.id) == (1, "a")
    assert best.reasons[0].words == "tag says boss"
    assert search.kinds_in("no fight, a sad village") == ["sad", "town"]


def test_no_track_serves_two_scenes_unless_asked() -> None:
    search = TextSearch(tracks("Battle Royal", "Village", "Sad Song", "War"))
    assert assigned(search, "battle", "war", "town") == ["Battle Royal", "War", "Village"]
    twice = assigned(search, "village", "village", max_uses=2)
    assert twice == ["Village", "Village"]


def test_all_scenes_together_fit_best() -> None:
    # The boss track fits both scenes, and the battle track the first alone.
    search = TextSearch(tracks("Final Boss", "Battle"))
    assert assigned(search, "a battle", "the final boss") == ["Battle", "Final Boss"]


def test_a_scene_for_which_nothing_is_left_gets_no_track() -> None:
    search = TextSearch(tracks("Village"))
    assert assigned(search, "quux", "village", "the old town") == ["", "Village", ""]
    assert TextSearch([]).assign(["a battle"]) == [None]
    assert search.assign([]) == []


def test_the_rank_is_the_place_for_the_scene_alone() -> None:
    search = TextSearch(tracks("Battle", "War"))
    ranks = [found.rank for found in search.assign(["battle", "battle"]) if found]
    assert sorted(ranks) == [1, 2]


@pytest.mark.parametrize("text", ["", "  ", "a" * (MAX_TEXT_LENGTH + 1)])
def test_an_empty_or_endless_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        TextSearch(tracks("Battle")).find(text, 3)
    with pytest.raises(InvalidInputError):
        TextSearch(tracks("Battle")).assign(["battle", text])
