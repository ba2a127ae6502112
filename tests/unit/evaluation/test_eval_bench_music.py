"""Libraries that are made for benchmarks lie as music lies."""

import numpy as np

from scenescore_eval.benchmarks.synthetic_library import musical, replayed


def real() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {
        "chroma_cqt": random.random((4, 24, 12), np.float32),
        "mfcc": random.normal(0, 40, (4, 24, 20)).astype(np.float32),
    }


def test_the_first_tracks_are_the_pieces_themselves_and_a_seed_gives_the_same_again() -> None:
    pieces = real()
    made, again = musical(pieces, 50, seed=7), musical(pieces, 50, seed=7)
    for name, values in pieces.items():
        np.testing.assert_array_equal(made[name][:4], values)
        np.testing.assert_array_equal(made[name], again[name])
        assert made[name].shape == (50, *values.shape[1:])
    assert not np.array_equal(made["mfcc"][4:], musical(pieces, 50, seed=8)["mfcc"][4:])
    assert len(musical(pieces, 2, seed=7)["mfcc"]) == 2


def test_made_features_stay_in_the_range_of_real_ones_and_no_two_tracks_are_the_same() -> None:
    made = musical(real(), 200, seed=1)
    assert made["chroma_cqt"].min() >= 0
    assert made["chroma_cqt"].max() <= 1
    assert abs(made["mfcc"].std() / real()["mfcc"].std() - 1) < 0.5
    assert len({values.tobytes() for values in made["chroma_cqt"]}) == 200


def test_a_piece_replayed_from_the_start_at_its_own_tempo_is_itself() -> None:
    piece = real()["mfcc"][0]
    np.testing.assert_array_equal(replayed(piece, 0.0, 1.0), piece)
    np.testing.assert_allclose(replayed(piece, 0.5, 1.0), np.roll(piece, -12, axis=0), atol=1e-4)
    np.testing.assert_allclose(replayed(piece, 0.0, 2.0)[:12], piece[::2], atol=1e-4)
