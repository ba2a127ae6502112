"""``scenescore-eval words``: the share of right kinds that words find."""

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scenescore.words.kinds import kind_table
from scenescore.words.sentence_model import load_sentence_model
from scenescore_eval.cli.main import main
from scenescore_eval.words.labelled_tracks import LabelledTrack
from scenescore_eval.words.measure import CONDITIONS, measure, scene_names
from scenescore_eval.words.sentences import measure_sentences

COLUMNS = ("file", "game", "title", "kind", "kind_from")
ROWS = (
    ("a__1.ogg", "a", "Night Battle", "battle", "name"),
    ("a__2.ogg", "a", "Quiet Village", "town", "name"),
    ("b__1.ogg", "b", "War Drums", "battle", "game script"),
    ("b__2.ogg", "b", "Opus 4", "town", "game script"),
    ("b__3.ogg", "b", "Nothing Known", "", ""),
)


def write_table(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["words", *map(str, arguments)])


def measured(tracks: list[LabelledTrack], condition: int = 0) -> dict[str, float]:
    return measure(tracks, CONDITIONS[condition], None).by_scene


def test_the_first_five_are_counted(tmp_path: Path) -> None:
    figures = json.loads(run(write_table(tmp_path / "tracks.csv"), "--json").output)["words"]
    titles = figures[0]
    assert (titles["tracks"], titles["games"]) == (4, 2)
    assert titles["by_scene"]["battle"] == 1
    assert titles["by_scene"]["village"] == 0.5
    assert titles["chance"] == pytest.approx(0.5)
    assert titles["right"]["low"] <= titles["right"]["value"] <= titles["right"]["high"]


def test_labels_that_were_read_off_names_can_be_left_out(tmp_path: Path) -> None:
    figures = json.loads(run(write_table(tmp_path / "tracks.csv"), "--json").output)["words"]
    strict = next(one for one in figures if "wasn't read off" in one["condition"])
    assert (strict["tracks"], strict["games"]) == (2, 1)
    assert strict["by_scene"]["village"] == 0


def test_tracks_without_words_are_found_only_by_their_tags() -> None:
    tracks = [LabelledTrack(*row[:4], label_from_words=False) for row in ROWS[:4]]
    by_condition = {one.name: measure(tracks, one, None) for one in CONDITIONS if not one.uses_model}
    assert by_condition["neither titles nor file names"].found == 0
    assert by_condition["neither titles nor file names"].right.value == 0
    assert by_condition["the kind as a tag alone"].right.value == 1


def test_only_five_places_count() -> None:
    right = [LabelledTrack(f"{i}.ogg", "a", "battle", "battle", False) for i in range(4)]
    wrong = [LabelledTrack(f"w{i}.ogg", "b", "battle", "town", False) for i in range(4)]
    late = [LabelledTrack(f"l{i}.ogg", "c", "xyz", "battle", False) for i in range(4)]
    assert measured([*wrong, *right, *late])["battle"] == pytest.approx(1 / 5)
    assert measured([*right, *wrong, *late])["battle"] == pytest.approx(4 / 5)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="WordLlama has no wheel for Python 3.14")
def test_sentences_are_understood_more_often_with_the_model() -> None:
    figures = measure_sentences(load_sentence_model())
    assert figures.with_model is not None
    assert 0 < figures.by_list.value < figures.with_model.value < 1
    assert measure_sentences(None) == replace(figures, with_model=None)


def test_each_scene_name_has_a_kind_of_the_list() -> None:
    scenes = scene_names()
    assert len(scenes) == len({scene.name for scene in scenes}) == 20
    assert {scene.kind for scene in scenes} <= set(kind_table().about)


def test_the_table_is_printed(tmp_path: Path) -> None:
    output = run(write_table(tmp_path / "tracks.csv")).output
    assert "| titles and file names | 4 (2) |" in output
    assert "By scene name" in output
    assert "sentences:" in output


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("file,game\n", 2, "lacks the columns"),
        ("file,game,title,kind,kind_from\na,b,c,,\n", 2, "no track of the tables has a kind"),
        (None, 4, "there is no table"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    tmp_path: Path, text: str | None, code: int, says: str
) -> None:
    table = tmp_path / "tracks.csv"
    if text is not None:
        table.write_text(text, encoding="utf-8")
    ran = run(table)
    assert ran.exit_code == code
    assert says in ran.stderr
