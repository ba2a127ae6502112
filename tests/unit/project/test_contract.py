"""The contract and the code generated from it agree."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / "clients" / "python" / "scenescore" / "v1"
GDSCRIPT = ROOT / "godot_addon" / "addons" / "scenescore" / "proto"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all that the protos generate now, below ``python`` and ``gdscript``."""
    out = tmp_path_factory.mktemp("generated")
    (out / "python").mkdir()
    options = ["--out", str(out / "python"), "--gdscript-out", str(out / "gdscript")]
    subprocess.run([sys.executable, str(ROOT / "protos" / "generate.py"), *options], check=True)
    return out


def texts(folder: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.glob(pattern)}


def test_the_committed_python_is_what_the_protos_generate(fresh: Path) -> None:
    generated = texts(fresh / "python" / "scenescore" / "v1", "*")
    assert generated == texts(PYTHON, "*_pb2*"), "run: uv run python protos/generate.py"


def test_the_committed_gdscript_is_what_the_protos_generate(fresh: Path) -> None:
    generated = texts(fresh / "gdscript", "**/*.gd")
    assert "scenescore/v1/match.gd" in generated
    assert generated == texts(GDSCRIPT, "**/*.gd"), "run: uv run python protos/generate.py"
