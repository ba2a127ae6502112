"""A training ends by naming the command that computes what the library's tracks lack."""

import json
import shutil
from pathlib import Path

import pytest

from making.command import run_process
from making.game import FIGHT, TOWN, write_game

pytestmark = pytest.mark.ml


def test_a_training_names_the_update_that_the_library_needs(tiny_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    video = write_game(tmp_path / "short.mp4", [(TOWN, 40.0), (FIGHT, 40.0)])
    listed = json.loads(run_process(home, "library", "list", "--json").stdout)["tracks"]
    ran = run_process(
        home,
        "train",
        "--game",
        "Small",
        str(video),
        "--features",
        "mfcc",
        "--preset",
        "paper",
        "--epochs",
        "1",
    )
    assert ran.returncode == 0, ran.stderr
    count = len(listed)
    assert (
        f"{count} of {count} tracks lack features of bundle small; run `scenescore library update`"
        in ran.stderr
    )
    assert ran.stderr.splitlines()[-1].startswith("Next: scenescore library update")
    updated = json.loads(run_process(home, "library", "update", "--json").stdout)
    assert (updated["filled"], updated["lacking"]) == (count, 0)
