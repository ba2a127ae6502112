"""The addon's folder as users get it: its configuration, its licence, and the archive to install it from."""

import configparser
import struct
import subprocess
import zipfile
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from making.godot.project import ADDON_PROJECT

REPOSITORY = ADDON_PROJECT.parent
ADDON = ADDON_PROJECT / "addons" / "scenescore"


def test_the_plugin_config_has_five_fields_and_the_daemons_version() -> None:
    description = configparser.ConfigParser()
    description.read(ADDON / "plugin.cfg")
    assert description.sections() == ["plugin"]
    fields = {name: value.strip('"') for name, value in description["plugin"].items()}
    assert list(fields) == ["name", "description", "author", "version", "script"]
    assert all(fields.values())
    assert fields["version"] == version("scenescore")
    assert (ADDON / fields["script"]).is_file()


def test_the_addon_contains_the_licence() -> None:
    assert (ADDON / "LICENSE").read_bytes() == (REPOSITORY / "LICENSE").read_bytes()


def test_the_icon_suits_the_asset_library() -> None:
    png = (ADDON_PROJECT / "icon.png").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (128, 128)


def test_the_archive_for_the_asset_library_contains_only_the_addon() -> None:
    archive = ["git", "archive", "--format=zip", "HEAD:godot_addon", "addons"]
    packed = subprocess.run(archive, cwd=REPOSITORY, capture_output=True, check=True).stdout
    with zipfile.ZipFile(BytesIO(packed)) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    assert all(name.startswith("addons/scenescore/") for name in files)
    listed = ["git", "ls-tree", "-r", "--name-only", "HEAD", "godot_addon/addons"]
    kept = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.split()
    assert {f"godot_addon/{name}" for name in files} == set(kept)
    assert {"plugin.cfg", "plugin.gd", "LICENSE", "README.md", "icon.svg"} <= {
        Path(name).name for name in files
    }
    assert not [name for name, data in files.items() if b"\r\n" in data]
    assert sum(map(len, files.values())) < 1_000_000
