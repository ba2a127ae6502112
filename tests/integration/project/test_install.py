"""Each line that a page shows for installing, run by a new user beside a stranger's packages of our names."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from making.machine.clean_home import CleanHome, clean_home
from scenescore.install import client_line, install_line, update_line, wheels_line

ROOT = Path(__file__).resolve().parents[3]
LINES = re.compile(r"(?:uv tool install|pip install|pipx install) [^`#&\n]*")


def lines_of(*pages: str) -> list[str]:
    """Return the lines that install the program, in the pages' order."""
    found = [
        line.strip() for page in pages for line in LINES.findall((ROOT / page).read_text(encoding="utf-8"))
    ]
    # uv itself comes from a registry, and a release's wheels and the light client have tests of their own.
    others = ("pip install uv", wheels_line(version("scenescore")), client_line())
    return [line for line in dict.fromkeys(found) if line not in others]


@pytest.fixture
def home(tmp_path: Path) -> CleanHome:
    return clean_home(tmp_path)


def check(home: CleanHome, line: str, folder: Path) -> dict[str, str]:
    """Install by a line, and return what the installed program's doctor says."""
    # Only pip needs a virtual environment that is there already.
    path = home.variables["PATH"]
    path = f"{home.path}/venv/bin:{path}" if line.startswith("pip ") else f"{home.path}/.local/bin:{path}"
    installed = home.run(line, folder, PATH=path)
    assert installed.returncode == 0, installed.stderr
    assert home.strangers() == []
    said = home.run("scenescore --version", PATH=path)
    assert said.stdout.strip() == f"scenescore, version {version('scenescore')}", said.stderr
    doctor = home.run("scenescore doctor --json", PATH=path)
    assert doctor.returncode == 0, doctor.stderr
    return {finding["about"]: finding["text"] for finding in json.loads(doctor.stdout)["findings"]}


@pytest.mark.parametrize("line", lines_of("README.md", "docs/install.md"))
def test_a_line_of_a_page_installs_this_program_and_nobody_elses(home: CleanHome, line: str) -> None:
    own_python = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = check(home, re.sub(r"--python \S+", f"--python {own_python}", line), ROOT)
    assert str(ROOT) in found["scenescore"]
    if "train" in line and sys.version_info < (3, 14):
        assert found["training"].startswith("tensorflow")
    else:
        # What is missing is got by the tool that the user has.
        assert f"`{line.split(maxsplit=1)[0]} " in found["training"]


def test_the_pages_name_all_three_tools() -> None:
    lines = lines_of("README.md", "docs/install.md")
    assert {line.split(maxsplit=1)[0] for line in lines} == {"uv", "pip", "pipx"}
    assert {install_line(), install_line("train"), install_line("cluster"), update_line()} <= set(lines)
    assert install_line() in lines_of("README.md")


def test_without_its_folder_the_strangers_package_would_come(home: CleanHome) -> None:
    # What the other tests would not notice if the stranger's registry weren't read.
    for line in (
        "uv pip install --python venv scenescore-client",
        "venv/bin/pip install --no-deps scenescore",
    ):
        assert home.run(line).returncode == 0
    assert home.strangers()


def test_a_releases_wheels_install_this_program(home: CleanHome, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    for package in ("scenescore", "scenescore-client"):
        subprocess.run(
            ["uv", "build", "--quiet", "--wheel", "--package", package, "--out-dir", folder],
            cwd=ROOT,
            check=True,
        )
    check(home, wheels_line(version("scenescore")), folder)


def test_the_light_client_installs_alone(home: CleanHome) -> None:
    line = client_line("video")
    assert home.run(f"source ~/venv/bin/activate && {line}", ROOT).returncode == 0
    assert home.strangers() == []
    said = home.run("venv/bin/scenescore-client --version")
    assert version("scenescore") in said.stdout, said.stderr


def test_an_old_light_client_is_noticed_and_the_advice_helps(home: CleanHome, tmp_path: Path) -> None:
    assert home.run(install_line(), ROOT).returncode == 0
    old = shutil.copytree(ROOT / "clients" / "python", tmp_path / "client")
    project = old / "pyproject.toml"
    project.write_text(re.sub(r'(?m)^version = ".*"', 'version = "0.0.9"', project.read_text()))
    line = f"uv pip install --no-deps --python ~/.local/share/uv/tools/scenescore {old}"
    assert home.run(line).returncode == 0
    doctor = home.run("~/.local/bin/scenescore doctor")
    assert doctor.returncode == 1
    advice = re.search(r"its light client is 0\.0\.9: run `(.*)` in (.*)", doctor.stdout)
    assert advice is not None, doctor.stdout + doctor.stderr
    assert home.run(advice[1], Path(advice[2])).returncode == 0
    assert home.run("~/.local/bin/scenescore doctor").returncode == 0


def test_a_shell_finds_the_program_after_update_shell(home: CleanHome) -> None:
    assert home.run(install_line(), ROOT).returncode == 0
    assert home.run("scenescore --version").returncode != 0
    assert home.run("uv tool update-shell").returncode == 0
    assert home.run("scenescore --version").returncode == 0
