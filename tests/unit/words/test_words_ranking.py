"""Tracks ranked by their words."""

import pytest

from scenescore.words.ranking import TextRanker
from scenescore.words.track_words import TrackWords, kinds_of_track, telling_folders

TITLES = (
    "Clash of Steel",
    "Final Boss",
    "Village Morning",
    "Farewell",
    "Deep Cave",
    "Old Friends Talk",
    "悲しい別れ",
    "Xyzzy",
)


def ranker(*tracks: TrackWords) -> TextRanker:
    return TextRanker(tracks or [TrackWords(title, title) for title in TITLES])


def found(text: str, *tracks: TrackWords) -> list[str]:
    ids = [track.id for track in tracks] or list(TITLES)
    return [ids[match.place] for match in ranker(*tracks).rank(text, 100)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("the army attacks", "Clash of Steel"),
        ("boss", "Final Boss"),
        ("a village in the morning", "Village Morning"),
        ("someone says goodbye", "Farewell"),
        ("an old friend talks", "Old Friends Talk"),
        ("別れの場面", "悲しい別れ"),
        ("洞窟", "Deep Cave"),
        ("deep cave", "Deep Cave"),
        ("xyzzy", "Xyzzy"),
    ],
)
def test_the_track_whose_words_fit_comes_first(text: str, best: str) -> None:
    assert found(text)[0] == best


def test_a_text_that_no_track_fits_finds_nothing() -> None:
    assert found("quux") == []
    assert found("") == []


def test_a_near_kind_stands_behind_the_kind_itself() -> None:
    assert found("battle")[:2] == ["Clash of Steel", "Final Boss"]
    assert found("boss battle")[:2] == ["Final Boss", "Clash of Steel"]


def test_fits_lie_between_nothing_and_all() -> None:
    fits = ranker().fits("the final boss of the deep cave")
    assert ((fits >= 0) & (fits <= 1)).all()
    assert ranker().fits("Deep Cave").max() > 0.9


def test_tracks_of_a_denied_kind_are_left_out() -> None:
    tracks = (TrackWords("fight", "Night Battle"), TrackWords("rest", "Night Rest"))
    assert set(found("the night", *tracks)) == {"rest", "fight"}
    assert found("the night, no battle", *tracks) == ["rest"]


def test_a_text_that_only_denies_finds_everything_else() -> None:
    rest = found("no battle")
    assert "Clash of Steel" not in rest
    assert {"Village Morning", "Deep Cave", "Farewell"} <= set(rest)


def test_a_tag_says_what_a_title_hides() -> None:
    tracks = (TrackWords("plain", "Track 07"), TrackWords("tagged", "Track 08", tags=("Victory Fanfare",)))
    assert found("we have won", *tracks) == ["tagged"]
    match = ranker(*tracks).rank("victory", 1)[0]
    assert match.reasons[0].words == "tag says Victory"


def test_file_names_and_folders_speak_where_titles_are_silent() -> None:
    tracks = (
        TrackWords("a", "01", "/music/set/battle_loop.ogg"),
        TrackWords("b", "02", "/music/set/Towns/theme.ogg"),
        TrackWords("c", "03", "/music/set/other.ogg"),
    )
    assert found("a battle", *tracks) == ["a"]
    assert found("a town", *tracks) == ["b"]
    reasons = ranker(*tracks).rank("a town", 1)[0].reasons
    assert "folder says Towns" in [reason.words for reason in reasons]


def test_a_folder_that_all_tracks_share_tells_nothing() -> None:
    files = ["/home/battle/a.ogg", "/home/battle/sad/b.ogg", "/home/battle/sad/deep/er/still/c.ogg"]
    assert telling_folders(files) == [[], ["sad"], ["deep", "er", "still"]]
    assert telling_folders(["/home/battle/a.ogg"]) == [[]]
    assert telling_folders([]) == []


def test_a_track_keeps_its_best_evidence() -> None:
    track = TrackWords("a", "The Sword", "/music/fight.ogg", ("battle",))
    evidence = kinds_of_track(track)["battle"]
    assert (evidence.source, evidence.word) == ("tag", "battle")


def test_reasons_name_the_words_that_decide() -> None:
    reasons = ranker().rank("battle", 2)
    assert reasons[0].reasons[0].words == "title says Clash, which is battle"
    assert reasons[1].reasons[0].words == "title says Final Boss, and boss is near battle"
    shared = ranker().rank("friends in a cave", 10)
    assert any("shares the word friends" in reason.words for match in shared for reason in match.reasons)


def test_rare_words_count_more_than_common_ones() -> None:
    tracks = (TrackWords("common", "Alpha Omega"), TrackWords("rare", "Zeta Omega Beta"))
    many = (*tracks, *(TrackWords(str(i), f"Alpha {i}a") for i in range(20)))
    assert found("alpha zeta", *many)[0] == "rare"


def test_equal_tracks_keep_the_order_of_the_library() -> None:
    tracks = tuple(TrackWords(str(i), "Battle") for i in range(5))
    assert found("battle", *tracks) == ["0", "1", "2", "3", "4"]
