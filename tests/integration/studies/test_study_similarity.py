"""``scenescore study similarity`` without matplotlib."""

import csv
import importlib.util
import json
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from scenescore.cli.main import main


def test_without_matplotlib_the_table_is_still_printed_and_written(
    labelled_play: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = importlib.util.find_spec

    def find_all_but_matplotlib(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "matplotlib" else find_spec(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_all_but_matplotlib)
    games = [str(labelled_play / "clips" / game) for game in ("duel", "quest")]
    ran = CliRunner().invoke(main, ["study", "similarity", *games, "--out", str(tmp_path), "--json"])
    assert ran.exit_code == 0, ran.stderr
    assert "no picture will be drawn" in ran.stderr
    result = json.loads(ran.stdout)
    assert result["picture"] is None
    assert [path.name for path in tmp_path.iterdir()] == ["game-similarity.csv"]
    with Path(result["table"]).open(newline="", encoding="utf-8") as file:
        written = [[float(value) for value in row[1:]] for row in list(csv.reader(file))[1:]]
    assert np.allclose(written, result["dissimilarity"], atol=1e-4)
    shown = CliRunner().invoke(main, ["study", "similarity", *games, "--out", str(tmp_path)])
    assert "looks most like" in shown.stdout
