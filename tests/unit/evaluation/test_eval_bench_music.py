"""Synthetic libraries have the distribution of real music."""

import numpy as np

from scenescore_eval.benchmarks.synthetic_library import loop_at_tempo, synthesize_tracks


def pieces() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {
        "chroma_cqt": random.random((4, 24, 12), np.float32),
        "mfcc": random.normal(0, 40, (4, 24, 20)).astype(np.float32),
    }


def test_the_first_tracks_are_the_pieces_and_a_seed_repeats_all_tracks() -> None:
    real = pieces()
    made, again = synthesize_tracks(real, 50, seed=7), synthesize_tracks(real, 50, seed=7)
    for name, values in real.items():
        np.testing.assert_array_equal(made[name][:4], values)
        np.testing.assert_array_equal(made[name], again[name])
        assert made[name].shape == (50, *values.shape[1:])
    assert not np.array_equal(made["mfcc"][4:], synthesize_tracks(real, 50, seed=8)["mfcc"][4:])
    assert len(synthesize_tracks(real, 2, seed=7)["mfcc"]) == 2


def test_synthetic_features_have_the_range_of_real_ones_and_no_track_occurs_twice() -> None:
    made = synthesize_tracks(pieces(), 200, seed=1)
    assert made["chroma_cqt"].min() >= 0
    assert made["chroma_cqt"].max() <= 1
    assert abs(made["mfcc"].std() / pieces()["mfcc"].std() - 1) < 0.5
    assert len({values.tobytes() for values in made["chroma_cqt"]}) == 200


def test_a_piece_looped_from_its_start_at_its_own_tempo_is_unchanged() -> None:
    piece = pieces()["mfcc"][0]
    np.testing.assert_array_equal(loop_at_tempo(piece, 0.0, 1.0), piece)
    np.testing.assert_allclose(loop_at_tempo(piece, 0.5, 1.0), np.roll(piece, -12, axis=0), atol=1e-4)
    np.testing.assert_allclose(loop_at_tempo(piece, 0.0, 2.0)[:12], piece[::2], atol=1e-4)
