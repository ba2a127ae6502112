"""The API page says what the protos say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def generate_api() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_api", ROOT / "docs" / "generate_api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_protos_say(generate_api: ModuleType) -> None:
    written = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert written == generate_api.page(written), "run: uv run python docs/generate_api.py"


def test_the_reference_leaves_no_field_and_no_call_without_a_meaning(generate_api: ModuleType) -> None:
    rows = [line for line in generate_api.reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    assert all(row.split("|")[-2].strip() for row in rows)


def test_every_link_of_the_reference_leads_to_a_heading(generate_api: ModuleType) -> None:
    text = generate_api.reference()
    headings = {
        line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")
    }
    links = {part.partition(")")[0] for part in text.split("](#")[1:]}
    assert links <= headings
