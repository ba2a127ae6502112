"""The demo's own music: 24 short pieces that loop, sound as loud, and are told apart."""

import hashlib
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import mutagen
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from scenescore.audio.features import FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment
from scenescore.demo.music.effects import add_wrapped
from scenescore.demo.music.library import write_library
from scenescore.demo.music.notation import Piece
from scenescore.demo.music.oscillators import SAMPLE_RATE
from scenescore.demo.music.pieces import pieces
from scenescore.demo.music.render import render
from scenescore.errors import StorageError
from scenescore.matching.emd import emd

SHORT = "talk_2_old_friends"
"""The shortest piece, where one is enough."""
STEPS = 24

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def rendered() -> dict[str, Floats]:
    return {piece.id: render(piece) for piece in pieces()}


@pytest.fixture
def short_file(tmp_path: Path) -> Path:
    [path] = write_library(tmp_path, only=[SHORT])
    return path


def piece_named(id: str) -> Piece:
    return next(piece for piece in pieces() if piece.id == id)


def rms(samples: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def test_there_are_24_pieces_in_eight_characters() -> None:
    assert len({piece.id for piece in pieces()}) == len({piece.title for piece in pieces()}) == 24
    assert Counter(piece.character for piece in pieces()) == {
        "battle": 3, "boss": 2, "town": 4, "field": 4, "dungeon": 3, "talk": 4, "sad": 2, "victory": 2,
    }  # fmt: skip


def test_a_piece_lasts_20_to_32_seconds_and_whole_bars(rendered: dict[str, Floats]) -> None:
    for piece in pieces():
        assert 20.0 <= len(rendered[piece.id]) / SAMPLE_RATE <= 32.0, piece.id
        assert len(rendered[piece.id]) == round(len(piece.chords) * piece.bar_s * SAMPLE_RATE), piece.id


def test_another_process_renders_the_same_samples(rendered: dict[str, Floats]) -> None:
    script = (
        "import hashlib, sys\n"
        "from scenescore.demo.music.pieces import pieces\n"
        "from scenescore.demo.music.render import render\n"
        "for piece in pieces()[::6]:\n"
        "    print(piece.id, hashlib.sha256(render(piece).tobytes()).hexdigest())\n"
    )
    # not after the same pieces as here: none may depend on the one before it
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    expected = {piece.id: hashlib.sha256(rendered[piece.id].tobytes()).hexdigest() for piece in pieces()[::6]}
    assert dict(line.split() for line in printed.splitlines()) == expected


def test_all_pieces_have_the_same_loudness_and_none_clips(rendered: dict[str, Floats]) -> None:
    for id, samples in rendered.items():
        assert samples.dtype == np.float32
        assert 20 * np.log10(rms(samples)) == pytest.approx(-19.2, abs=0.5), id
        assert np.abs(samples).max() < 0.99, id
        assert abs(samples.mean()) < 1e-3, id


def test_no_piece_is_silent_for_a_second(rendered: dict[str, Floats]) -> None:
    for id, samples in rendered.items():
        seconds = samples[: len(samples) // SAMPLE_RATE * SAMPLE_RATE].reshape(-1, SAMPLE_RATE)
        assert min(rms(second) for second in seconds) > 0.01, id


def test_the_loop_has_no_click_at_its_seam(rendered: dict[str, Floats]) -> None:
    for piece in pieces():
        samples = rendered[piece.id]
        bars = (np.arange(1, len(piece.chords)) * piece.bar_s * SAMPLE_RATE).round().astype(int)
        near = bars[:, None] + np.arange(-1, 3)
        hardest = np.abs(samples[near] - samples[near - 1]).max()
        assert abs(samples[0] - samples[-1]) <= max(1.25 * hardest, 0.02), piece.id


def test_sound_beyond_the_end_continues_at_the_start() -> None:
    mix = np.zeros(5)
    add_wrapped(mix, np.array([1.0, 2.0, 3.0, 4.0]), at=3)
    assert mix.tolist() == [3.0, 4.0, 0.0, 1.0, 2.0]


def scaled_alike(sequences: Sequence[Floats], feature_set: FeatureSet) -> list[Floats]:
    """Return the sequences as a bundle scales them: standardised over all, each feature weighing the same."""
    steps = np.concatenate(sequences)
    sizes = [block.stop - block.start for block in feature_set.blocks]
    weights = np.concatenate([np.full(size, (len(sizes) * size) ** 0.5) for size in sizes])
    return [
        ((one - steps.mean(axis=0)) / steps.std(axis=0) / weights).astype(np.float32) for one in sequences
    ]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Floats]]:
    """The features of each file's representative 12 s, then those of each file's last 12 s."""
    samples = [load(path) for path in write_library(tmp_path_factory.mktemp("music"))]
    segments = [representative_segment(one).samples for one in samples]
    ends = [one[-len(segment) :] for one, segment in zip(samples, segments, strict=True)]
    return [extract(excerpt, ("chroma_cqt", "mfcc"), STEPS) for excerpt in (*segments, *ends)]


@pytest.mark.parametrize("names", [("chroma_cqt", "mfcc"), ("chroma_cqt",), ("mfcc",)], ids="+".join)
def test_another_part_of_a_piece_is_nearest_to_the_same_piece(
    heard: list[dict[str, Floats]], names: tuple[str, ...]
) -> None:
    feature_set = FeatureSet(names)
    scaled = scaled_alike([stack(features, feature_set) for features in heard], feature_set)
    tracks, queries = scaled[:24], scaled[24:]
    nearest = [int(np.argmin([emd(query, track) for track in tracks])) for query in queries]
    assert nearest == list(range(24))
    assert min(emd(one, other) for place, one in enumerate(tracks) for other in tracks[:place]) > 0.3


def test_the_files_are_tagged_ogg_vorbis(short_file: Path) -> None:
    info = soundfile.info(short_file)
    assert (info.format, info.subtype, info.channels, info.samplerate) == ("OGG", "VORBIS", 1, SAMPLE_RATE)
    assert info.duration == pytest.approx(piece_named(SHORT).duration_s, abs=0.01)
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
