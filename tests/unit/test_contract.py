"""The contract and the code generated from it agree."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "clients" / "python" / "scenescore" / "v1"


def test_the_committed_code_is_what_the_protos_generate(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "protos" / "generate.py"), "--out", str(tmp_path)], check=True)
    fresh = {path.name: path.read_text() for path in (tmp_path / "scenescore" / "v1").iterdir()}
    committed = {path.name: path.read_text() for path in GENERATED.glob("*_pb2*")}
    assert fresh == committed, "run: uv run python protos/generate.py"
