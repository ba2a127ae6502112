"""All 24 pieces of the demo: they loop, have the same loudness and differ from each other."""

import hashlib
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from making.demo_music import demo_music, demo_samples
from scenescore.audio.features import FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment
from scenescore.demo.music.oscillators import SAMPLE_RATE
from scenescore.demo.music.pieces import pieces
from scenescore.matching.emd import emd

STEPS = 24

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Floats]:
    """The samples of each piece by its id."""
    return demo_samples(tmp_path_factory)


def rms(samples: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


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
    # It renders other pieces before these, because no piece may depend on the one before.
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


def scaled_alike(sequences: Sequence[Floats], feature_set: FeatureSet) -> list[Floats]:
    """Scale sequences as a bundle does: standardised over all of them, each feature counting the same."""
    steps = np.concatenate(sequences)
    sizes = [block.stop - block.start for block in feature_set.blocks]
    weights = np.concatenate([np.full(size, (len(sizes) * size) ** 0.5) for size in sizes])
    return [
        ((one - steps.mean(axis=0)) / steps.std(axis=0) / weights).astype(np.float32) for one in sequences
    ]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Floats]]:
    """The features of each file's representative 12 s, then those of each file's last 12 s."""
    samples = [load(path) for path in sorted(demo_music(tmp_path_factory).glob("*.ogg"))]
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
