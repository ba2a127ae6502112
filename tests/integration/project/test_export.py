"""``scenescore export``: cues, music and credits for an engine."""

import csv
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
import soundfile

from making.command import run_command
from making.sound import chords, write_sound
from scenescore.audio.reading.loop_points import LoopPoints, loop_points
from scenescore.library.export.formats import SCHEMA_FILE
from scenescore.library.ingest.ingest import ingest
from scenescore.library.store.library import Library

LOOP = {"LOOPSTART": "22050", "LOOPLENGTH": "44100"}


def with_sampler_chunk(path: Path, start: int, end: int) -> None:
    """Add the chunk in which samplers keep a loop to a WAV file."""
    loop = struct.pack("<6I", 0, 0, start, end, 0, 0)
    chunk = struct.pack("<4sI9I", b"smpl", 36 + len(loop), 0, 0, 45351, 60, 0, 0, 0, 1, 0) + loop
    content = path.read_bytes() + chunk
    path.write_bytes(content[:4] + struct.pack("<I", len(content) - 8) + content[8:])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with four tracks, three of which scenes play."""
    music = tmp_path / "my music"
    music.mkdir()
    for seed, name in enumerate(("field.flac", "town.wav", "boss.ogg", "unused.ogg")):
        write_sound(music / name, chords(13, seed=seed), rate=22_050)
    tags: Any = mutagen.File(music / "field.flac")
    tags.update({"title": 'The "Field"', "artist": "Ann", "license": "CC0-1.0", **LOOP})
    tags.save()
    with_sampler_chunk(music / "town.wav", 11_025, 33_074)
    with Library(tmp_path / "home" / "library") as library:
        assert not ingest(library, [music], [], jobs=1).broken
        ids = {Path(track.file).stem: track.id for track in library.tracks()}
        frames = np.zeros((24, 80, 80, 3), np.uint8)
        for scene, name in (("walk", "field"), ("shop: 買う", "town"), ("fight", "boss"), ("run", "boss")):
            library.cues.add(scene, ids[name], "", frames)
    return tmp_path / "home"


def export(home: Path, target: Path, *options: str) -> dict[str, Any]:
    done = run_command(home, "export", "--to", str(target), "--json", *options)
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_an_export_holds_the_cues_with_their_music_and_its_credits(home: Path, tmp_path: Path) -> None:
    export(home, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "cues.json").read_text(encoding="utf-8"))
    walk, shop, fight, run = document["cues"]
    assert [one["scene"] for one in document["cues"]] == ["walk", "shop: 買う", "fight", "run"]
    assert (walk["title"], walk["artist"], walk["license"]) == ('The "Field"', "Ann", "CC0-1.0")
    assert (walk["loop_start_s"], walk["loop_end_s"]) == (1, 3)
    assert (shop["loop_start_s"], shop["loop_end_s"]) == (0.5, 1.5)
    assert "loop_start_s" not in fight
    assert fight["audio"] == run["audio"] == "music/boss.ogg"
    for cue in document["cues"]:
        assert soundfile.info(str(tmp_path / "out" / cue["audio"])).duration == pytest.approx(13, abs=0.1)
    assert not list((tmp_path / "out").rglob("*unused*"))
    credits = (tmp_path / "out" / "MUSIC_CREDITS.md").read_text(encoding="utf-8")
    assert '- **The "Field"**, by Ann, CC0-1.0' in credits
    assert "unused" not in credits.casefold()
    assert run_command(home, "library", "credits", "--used").stdout == credits


def test_the_schema_names_all_that_an_export_holds(home: Path, tmp_path: Path) -> None:
    export(home, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "cues.json").read_text(encoding="utf-8"))
    schema = json.loads((tmp_path / "out" / SCHEMA_FILE).read_text(encoding="utf-8"))
    of_cue = schema["properties"]["cues"]["items"]
    assert set(schema["required"]) <= set(document) <= {"$schema", *schema["properties"]}
    assert document["version"] == schema["properties"]["version"]["const"]
    for cue in document["cues"]:
        assert set(of_cue["required"]) <= set(cue) <= set(of_cue["properties"])
        for name, value in cue.items():
            expected = (int, float) if of_cue["properties"][name]["type"] == "number" else str
            assert isinstance(value, expected)


def test_music_becomes_ogg_vorbis_and_keeps_its_loop(home: Path, tmp_path: Path) -> None:
    export(home, tmp_path / "out", "--audio", "ogg", "--format", "csv")
    with (tmp_path / "out" / "cues.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["scene"]: row for row in csv.DictReader(file)}
    field = tmp_path / "out" / rows["walk"]["audio"]
    assert soundfile.info(str(field)).subtype == "VORBIS"
    assert loop_points(field) == LoopPoints(48_000, 96_000, 48_000)
    assert float(rows["shop: 買う"]["loop_end_s"]) == pytest.approx(1.5, abs=1e-3)
    tags: Any = mutagen.File(field)
    assert tags["title"] == ['The "Field"']
    # What is Ogg Vorbis already is copied as it is.
    original = (tmp_path / "my music" / "boss.ogg").read_bytes()
    assert (tmp_path / "out" / rows["fight"]["audio"]).read_bytes() == original


@pytest.mark.parametrize("audio", ["copy", "ogg"])
def test_a_second_export_changes_no_music_and_no_strangers_file(
    home: Path, tmp_path: Path, audio: str
) -> None:
    music = tmp_path / "out" / "music"
    music.mkdir(parents=True)
    (music / "boss.ogg").write_bytes(b"somebody else's")
    first = export(home, tmp_path / "out", "--audio", audio)
    before = {path.name: path.read_bytes() for path in music.iterdir()}
    assert export(home, tmp_path / "out", "--audio", audio) == first
    assert {path.name: path.read_bytes() for path in music.iterdir()} == before
    assert len(before) == 4
    assert before["boss.ogg"] == b"somebody else's"


def test_godots_resource_is_replaced_only_where_it_was_exported(home: Path, tmp_path: Path) -> None:
    game = tmp_path / "game"
    (game / "audio").mkdir(parents=True)
    (game / "project.godot").touch()
    export(home, game / "audio", "--format", "tres")
    export(home, game / "audio", "--format", "tres")
    table = game / "audio" / "scenescore_cues.tres"
    text = table.read_text(encoding="utf-8")
    assert 'audio = "res://audio/music/boss.ogg"' in text
    assert 'title = "The \\"Field\\""' in text
    table.write_text('[gd_resource type="Resource"]\n', encoding="utf-8")
    refused = run_command(home, "export", "--to", str(game / "audio"), "--format", "tres")
    assert refused.exit_code == 2
    assert "was not exported" in refused.output
    assert table.read_text(encoding="utf-8") == '[gd_resource type="Resource"]\n'


def test_without_cues_or_files_an_export_says_what_to_do(home: Path, tmp_path: Path) -> None:
    empty = run_command(tmp_path / "other", "export", "--to", str(tmp_path / "out"))
    assert empty.exit_code == 4
    assert "scenescore cue add" in empty.output
    shutil.rmtree(tmp_path / "my music")
    gone = run_command(home, "export", "--to", str(tmp_path / "out"))
    assert gone.exit_code == 4
    assert "is gone" in gone.output


@pytest.mark.parametrize("tags", [{"LOOPSTART": "x", "LOOPLENGTH": "5"}, {"LOOPSTART": "5"}, {}])
def test_tags_that_make_no_loop_are_passed_over(tmp_path: Path, tags: dict[str, str]) -> None:
    path = write_sound(tmp_path / "a.flac", chords(1, seed=0), rate=22_050)
    file: Any = mutagen.File(path)
    file.update(tags)
    file.save()
    assert loop_points(path) is None
