"""Vulkan without a graphics card, for Godot's renderers that want it."""

import os
import shutil
import subprocess
from pathlib import Path

from making.machine.apt import apt_lock

PACKAGE = "mesa-vulkan-drivers"
DRIVERS = (Path("/usr/share/vulkan/icd.d"), Path("/etc/vulkan/icd.d"))


def ensure_vulkan() -> None:
    """Install Mesa's software driver where no driver is there: no renderer goes untested."""
    if _is_there():
        return
    apt_get = shutil.which("apt-get")
    if apt_get is None or os.geteuid() != 0:
        raise RuntimeError(f"the tests of Godot's Vulkan renderers need {PACKAGE}: apt-get install {PACKAGE}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with apt_lock():
        for command in (["update"], ["install", "-y", "--no-install-recommends", PACKAGE]):
            subprocess.run([apt_get, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    if not _is_there():
        raise RuntimeError(f"apt-get installed {PACKAGE}, but there is still no driver in {DRIVERS[0]}")


def _is_there() -> bool:
    return bool(os.environ.get("VK_DRIVER_FILES")) or any(any(folder.glob("*.json")) for folder in DRIVERS)
