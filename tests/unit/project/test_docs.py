"""The docs say what the commands say."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def load(script: Path) -> object:
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["cli.md", "cli-eval.md"])
def test_the_command_pages_are_what_the_commands_say(page: str) -> None:
    generate_help = load(ROOT / "docs" / "generate_help.py")
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert written == generate_help.page(page), "run: uv run python docs/generate_help.py"  # type: ignore[attr-defined]
