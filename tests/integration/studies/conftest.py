"""Labelled play that the tests of the studies share."""

from pathlib import Path

import pytest

from making.data_folder import write_data_folder
from making.run_folder import made_once


@pytest.fixture(scope="session")
def labelled_play(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with three clips of one game and one of another; for reading."""
    folder = made_once(
        tmp_path_factory,
        "labelled_play",
        lambda folder: write_data_folder(folder / "data", {"duel": 3, "quest": 1}),
    )
    return folder / "data"
