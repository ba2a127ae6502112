"""The video that several tests of the clients stream."""

from pathlib import Path

import pytest

from making.video import plain, write_video


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 20 seconds: 10 red, 10 blue."""
    pictures = [plain((255, 0, 0) if index < 100 else (0, 0, 255)) for index in range(200)]
    return write_video(tmp_path_factory.mktemp("video") / "two.mp4", pictures, frames_per_second=10)
