"""Every text that says how to install Scenescore takes its line from one place, and none names a registry."""

import re
import subprocess
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest

from scenescore.install import (
    EXTRAS,
    client_line,
    extra_advice,
    install_line,
    installed_from,
    update_advice,
    update_line,
    wheels_line,
)

ROOT = Path(__file__).resolve().parents[3]
EXTRA_SETS = [chosen for count in range(len(EXTRAS) + 1) for chosen in combinations(EXTRAS, count)]
KNOWN = {
    *(
        line(*extras, tool=tool)
        for line in (install_line, update_line)
        for extras in EXTRA_SETS
        for tool in ("uv", "pip", "pipx")
    ),
    *(install_line("train", python=version) for version in ("3.13",)),
    *(client_line(*extras) for extras in ((), ("video",), ("screen",), ("screen", "video"))),
    wheels_line("0.2.0"),
}
OTHERS = {"pip install uv"}
"""Lines that install a stranger's package."""
INSTALLS = re.compile(r"(?:uv tool install|uv pip install|pipx? install|uvx)\b[^`#&\n]*")
NAMES_A_REGISTRY = re.compile(
    r"(?:uvx|(?:uv tool|uv pip|pipx?) (?:install|run))(?: -\S+)*"  # a tool with its options,
    r" [\"']?scenescore(?:[-_]client)?(?=[\s\"'`\[=<>~@]|$)"  # and our name, not a folder's or a file's
    r"|scenescore(?:-client)?\[\w",
    re.MULTILINE,
)
MAY_NAME_PACKAGES = {
    "pyproject.toml",
    "evaluation/pyproject.toml",
    "uv.lock",
    "CHANGELOG.md",
    "docs/decisions/0029-install-from-a-checkout.md",  # what was wrong
    "tests/integration/project/test_install.py",  # what a stranger would give
    "tests/unit/project/test_install_lines.py",
}


def texts(*kinds: str) -> dict[str, str]:
    """Return the texts of the repository's files of some kinds, by their paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *kinds],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]
    return {path: (ROOT / path).read_text(encoding="utf-8", errors="replace") for path in paths}


def test_every_line_in_a_page_is_one_of_the_known_lines() -> None:
    found = {
        (path, line.strip())
        for path, text in texts("*.md", "*.yml").items()
        for line in INSTALLS.findall(text)
        if path not in MAY_NAME_PACKAGES
    }
    assert {path for path, _ in found} >= {"README.md", "docs/install.md", "docs/godot.md"}
    unknown = {(path, line) for path, line in found if line not in KNOWN | OTHERS}
    assert unknown == {("docs/licences.md", "uvx pip-licenses")}


def test_no_text_names_one_of_our_packages_without_its_folder() -> None:
    kinds = ("*.md", "*.py", "*.gd", "*.yml", "*.toml", "*.json", "*.cfg", "scripts/*", ".ci/*")
    found = {
        (path, match.group())
        for path, text in texts(*kinds).items()
        for match in NAMES_A_REGISTRY.finditer(text)
        if path not in MAY_NAME_PACKAGES
    }
    assert found == set()


@pytest.mark.parametrize(
    "bad",
    [
        "uvx scenescore serve",
        "uvx --from scenescore==0.1.0 scenescore",
        "uv tool install scenescore",
        'pip install "scenescore[train]"',
        "pipx run scenescore",
        "scenescore-client[video]",
    ],
)
def test_lines_that_name_a_registry_are_found(bad: str) -> None:
    assert NAMES_A_REGISTRY.search(bad)


def test_the_addon_has_the_same_lines() -> None:
    script = ROOT / "godot_addon/addons/scenescore/editor/daemon/install_lines.gd"
    constants = dict(re.findall(r'const (\w+): String = "(.*)"', script.read_text(encoding="utf-8")))
    assert constants["INSTALL"] == install_line()
    assert constants["REINSTALL"] == update_line()


def test_the_release_script_has_the_same_line() -> None:
    script = (ROOT / "scripts" / "release").read_text(encoding="utf-8")
    assert wheels_line("$version") in script


def test_advice_names_the_checkout_and_keeps_the_extras_that_are_there() -> None:
    # The tests run in the checkout, with all extras that this Python has packages for.
    assert installed_from() == ROOT
    there = [extra for extra, module in EXTRAS.items() if find_spec(module)]
    assert "cluster" in there
    for extra in EXTRAS:
        line = install_line(*(one for one in EXTRAS if one == extra or one in there))
        assert extra_advice(extra) == f"run `{line}` in {ROOT}"
    assert update_advice() == f"run `{update_line(*there)}` in {ROOT}"
