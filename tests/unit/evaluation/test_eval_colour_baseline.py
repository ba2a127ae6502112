"""The colour baseline of the report."""

import numpy as np
import pytest

from scenescore_eval.report.prediction.colour_histogram import nearest_windows, window_colours


def test_the_window_with_the_most_similar_colours_is_found() -> None:
    frames = np.zeros((3, 2, 80, 80, 3), np.uint8)
    frames[0, ..., :] = (20, 200, 200)
    frames[1, ..., :] = (90, 200, 200)
    frames[2, ..., :] = (92, 210, 210)
    colours = window_colours(frames)
    assert nearest_windows(colours[2:], colours[:2]).tolist() == [1]
    assert np.square(colours).sum(axis=1) == pytest.approx(1.0)
