"""The Python examples of the docs run against a real daemon."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from making.daemon import running_daemon
from making.video import plain, write_video

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs" / "api.md", ROOT / "clients" / "python" / "README.md")


def examples() -> Iterator[object]:
    for page in PAGES:
        for number, code in enumerate(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)):
            yield pytest.param(code, id=f"{page.parent.name}-{page.stem}-{number}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, tiny_home: Path) -> Iterator[Path]:
    """Return a folder with the videos of the examples and a home with its own default daemon."""
    folder = tmp_path_factory.mktemp("examples")
    pictures = [plain((255, 0, 0) if index < 15 else (0, 0, 255)) for index in range(30)]
    write_video(folder / "play.mp4", pictures, frames_per_second=10)
    for name, colour in (("walk", (0, 160, 0)), ("boss", (160, 0, 0))):
        write_video(folder / f"{name}.mp4", [plain(colour)] * 140, frames_per_second=10)
    home = shutil.copytree(tiny_home, folder / "home")
    with running_daemon(home, folder, "--bundle", "tiny") as daemon:
        ready_file = home / "run" / "daemon.json"
        ready_file.parent.mkdir(exist_ok=True)
        ready_file.write_text(json.dumps(daemon.ready))
        yield folder


@pytest.mark.parametrize("code", list(examples()))
def test_an_example_of_the_docs_runs(place: Path, code: str) -> None:
    home = {name: value for name, value in os.environ.items() if not name.startswith("SCENESCORE_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env={**home, "SCENESCORE_HOME": str(place / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert not done.stderr
