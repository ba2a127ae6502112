"""The notation, the rendering and the files of the demo's music."""

import shutil
from collections import Counter
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from scenescore.demo.music.effects import add_wrapped
from scenescore.demo.music.library import write_library
from scenescore.demo.music.oscillators import SAMPLE_RATE
from scenescore.demo.music.pieces import pieces
from scenescore.errors import StorageError

SHORT = "talk_2_old_friends"
"""The shortest piece, for tests that need only one."""


@pytest.fixture(scope="module")
def rendered_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = write_library(tmp_path_factory.mktemp("short"), only=[SHORT])
    return path


@pytest.fixture
def short_file(rendered_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(rendered_file, tmp_path))


def test_there_are_24_pieces_in_eight_characters() -> None:
    assert len({piece.id for piece in pieces()}) == len({piece.title for piece in pieces()}) == 24
    assert Counter(piece.character for piece in pieces()) == {
        "battle": 3, "boss": 2, "town": 4, "field": 4, "dungeon": 3, "talk": 4, "sad": 2, "victory": 2,
    }  # fmt: skip


def test_sound_beyond_the_end_continues_at_the_start() -> None:
    mix = np.zeros(5)
    add_wrapped(mix, np.array([1.0, 2.0, 3.0, 4.0]), at=3)
    assert mix.tolist() == [3.0, 4.0, 0.0, 1.0, 2.0]


def test_the_files_are_tagged_ogg_vorbis(short_file: Path) -> None:
    info = soundfile.info(short_file)
    assert (info.format, info.subtype, info.channels, info.samplerate) == ("OGG", "VORBIS", 1, SAMPLE_RATE)
    assert info.duration == pytest.approx(
        next(piece for piece in pieces() if piece.id == SHORT).duration_s, abs=0.01
    )
    tags = mutagen.File(short_file)
    assert tags["title"] == ["Old Friends"]
    assert tags["license"] == ["CC0-1.0"]
    assert tags["artist"][0]


def test_an_existing_file_is_kept(short_file: Path) -> None:
    before = short_file.stat()
    assert write_library(short_file.parent, only=[SHORT]) == [short_file]
    assert (short_file.stat().st_mtime_ns, short_file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_broken_file_is_rendered_again(short_file: Path) -> None:
    whole = short_file.stat().st_size
    short_file.write_bytes(b"no music")
    write_library(short_file.parent, only=[SHORT])
    assert short_file.stat().st_size == whole
    assert [path.name for path in short_file.parent.iterdir()] == [short_file.name]


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "music").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="music"):
        write_library(tmp_path / "music", only=[SHORT])
