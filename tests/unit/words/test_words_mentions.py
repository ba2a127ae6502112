"""The kinds of scene that a text names."""

import pytest

from scenescore.errors import InvalidInputError
from scenescore.words.kinds import KindTable, kind_table
from scenescore.words.mentions import kinds_in

TABLE = KindTable.read(
    """
    [battle]
    about = "a fight"
    en = ["battle", "fight", "sword fight"]
    hints = ["sword"]
    ja = ["戦闘", "戦い"]
    near = { boss = 0.5 }
    [boss]
    about = "a boss"
    en = ["boss battle"]
    ja = ["ボス"]
    [field]
    about = "a field"
    ja = ["道"]
    [story]
    about = "people talk"
    en = ["talk", "story"]
    """
)


def named(text: str) -> dict[str, float]:
    return {kind: mention.weight for kind, mention in kinds_in(text, TABLE).items()}


@pytest.mark.parametrize(
    "text", ["fight", "Fights!", "FIGHTING", "they fought", "the fight's end", "TheFight_02", "12-fight"]
)
def test_inflected_forms_and_names_of_files_are_the_same_word(text: str) -> None:
    assert named(text) == {"battle": 1.0}


@pytest.mark.parametrize(
    "text",
    [
        "no fight",
        "Without any long fights",
        "not a battle",
        "they don't fight",
        "never a fight",
        "戦闘なし",
        "戦闘のない",
    ],
)
def test_a_denied_kind_counts_against_its_tracks(text: str) -> None:
    assert named(text) == {"battle": -1.0}


@pytest.mark.parametrize("text", ["not only a battle", "No! A battle", "nobody came, then a fight"])
def test_a_denial_reaches_no_further_than_its_clause(text: str) -> None:
    assert named(text) == {"battle": 1.0}


def test_a_denial_ends_where_the_contrast_begins() -> None:
    assert named("not a battle but a talk") == {"battle": -1.0, "story": 1.0}


@pytest.mark.parametrize("text", ["after the battle", "before the fight", "戦いの後"])
def test_past_and_future_kinds_count_less(text: str) -> None:
    assert 0 < named(text)["battle"] < 0.5


def test_a_phrase_wins_over_its_words() -> None:
    assert named("Boss Battle") == {"boss": 1.0}
    assert named("the sword") == {"battle": 0.5}
    assert named("a sword fight") == {"battle": 1.0}


def test_japanese_words_are_found_without_spaces() -> None:
    assert named("村の戦闘シーン") == {"battle": 1.0}
    assert named("中ボス戦") == {"boss": 1.0}


def test_a_single_chinese_character_counts_half_within_a_compound() -> None:
    assert named("長い道") == {"field": 1.0}
    assert named("道具") == {"field": 0.5}


def test_width_of_characters_and_accents_make_no_difference() -> None:
    assert named("ＢＡＴＴＬＥ") == {"battle": 1.0}
    assert named("bàttle") == {"battle": 1.0}


@pytest.mark.parametrize("text", ["", "   ", "…", "12345", "xyzzy", "😀"])
def test_a_text_without_known_words_names_nothing(text: str) -> None:
    assert named(text) == {}


def test_nearness_holds_both_ways() -> None:
    assert TABLE.nearness("battle", "boss") == TABLE.nearness("boss", "battle") == 0.5
    assert TABLE.nearness("battle", "battle") == 1
    assert TABLE.nearness("battle", "story") == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[a]\nabout = "x"\nwords = ["y"]', "unknown field words"),
        ('[a]\nen = ["y"]', "about is missing"),
        ('[a]\nabout = "x"\nnear = { b = 0.5 }', "near to b"),
    ],
)
def test_a_table_with_a_mistake_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        KindTable.read(text)


def test_each_shipped_kind_is_named_by_its_own_name_and_in_japanese() -> None:
    table = kind_table()
    for kind in table.about:
        assert kinds_in(kind)[kind].weight == 1
        assert any(kinds.get(kind) == 1 for kinds in table.east_asian.values()), kind
    assert all(0 < nearness < 1 for nearness in table.near.values())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a sad talk by the fire", {"sad", "story"}),
        ("Game Over", {"defeat"}),
        ("final boss", {"boss"}),
        ("main menu", {"menu"}),
        ("悲しい別れの場面", {"sad"}),
        ("静かな村", {"ambient", "town"}),
        ("ラスボスとの最終決戦", {"boss"}),
    ],
)
def test_the_shipped_list_knows_what_games_call_their_scenes(text: str, kinds: set[str]) -> None:
    strongest = {kind for kind, mention in kinds_in(text).items() if mention.weight == 1}
    assert strongest == kinds
