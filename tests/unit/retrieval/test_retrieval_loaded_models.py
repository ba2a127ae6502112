"""An engine keeps only so many pairs of a bundle and a project, and always its default."""

from pathlib import Path

import pytest

from making.bundle import write_bundle
from scenescore.library.store.library import Library
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_models import MAX_LOADED


def test_many_projects_of_the_default_bundle_make_room_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path))
    write_bundle(tmp_path / "models" / "tiny")
    with Library(tmp_path / "library") as library:
        engine = Engine(library, "tiny")
        try:
            for number in range(MAX_LOADED + 2):
                library.projects.open(f"game-{number}")
                engine.model("tiny", f"game-{number}")
            loaded = [model.project for model in engine.loaded]
        finally:
            engine.close()
    assert len(loaded) == MAX_LOADED
    assert "default" in loaded
    assert f"game-{MAX_LOADED + 1}" in loaded
    assert "game-0" not in loaded
