"""What the docs name and link to exists."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ROOT / "server" / "scenescore"
HIDDEN = re.compile(r"/(\.\w[\w.-]*|node_modules|dist)/")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"(?<![\w./-])(?:[\w.-]+/)*(?:[\w.-]+/(?![\w.-])|[\w-]+\.(?:py|gd|proto|md|toml))(?![\w-])")


def pages() -> list[Path]:
    return [page for page in ROOT.rglob("*.md") if not HIDDEN.search(f"/{page.relative_to(ROOT)}")]


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def headings(page: Path) -> set[str]:
    """Return the anchors that a page's headings have on the usual hosts."""
    lines = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL).splitlines()
    titles = (
        re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower()) for line in lines if line.startswith("#")
    )
    return {title.replace(" ", "-") for title in titles}


@cache
def names_of_files() -> frozenset[str]:
    folders = ("server", "clients", "evaluation", "protos", "godot_addon", "tests", "docs", "models")
    return frozenset(path.name for folder in folders for path in (ROOT / folder).rglob("*.*"))


def exists(path: str) -> bool:
    """Whether a path exists below the root or below the rooms, or is the name of some file."""
    if "/" not in path and path in names_of_files():
        return True
    return (ROOT / path).exists() or (ROOMS / path).exists()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for link in LINK.findall(without_code(page.read_text("utf-8"))):
        target, _, anchor = link.partition("#")
        if re.match(r"\w+:", link):
            continue
        file = page if not target else page.parent / target
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in headings(file)):
            broken.append(link)
    assert not broken


def test_every_path_on_the_page_about_the_architecture_exists() -> None:
    text = re.sub(r"\]\([^)]*\)", "]", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    named = set(PATH.findall(text))
    assert len(named) > 80
    assert sorted(path for path in named if not exists(path)) == []


def test_every_decision_is_in_the_index_and_is_one_screen_in_the_usual_form() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    for page in sorted(folder.glob("0*.md")):
        text = page.read_text("utf-8")
        assert f"({page.name})" in index
        assert text.startswith(f"# {page.name[:4]}: ")
        assert len(text.splitlines()) <= 45, f"{page.name} is longer than a screen"
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, f"{page.name} has no {part}"
