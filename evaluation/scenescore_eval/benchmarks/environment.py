"""What a figure was measured on: the machine, and the versions of packages."""

import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import psutil

PACKAGES: Final = ("scenescore", "numpy", "scipy", "onnxruntime", "grpcio", "librosa", "POT", "tensorflow")
_OTHER_NAME: Final = {"tensorflow": "tensorflow-cpu"}


def environment_record() -> dict[str, Any]:
    """Return the machine and the versions of packages, ready for JSON.

    Returns
    -------
    dict
        ``machine`` (processor, usable cores, memory in GB, system, load average over the last minute),
        ``versions`` of Python and packages, ``measured_at`` in UTC.
    """
    return {
        "machine": {
            "processor": _processor(),
            "architecture": platform.machine(),
            "cores": len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity")
            else psutil.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
            "system": platform.platform(),
            "load_average": round(psutil.getloadavg()[0], 2),
        },
        "versions": {"python": platform.python_version()} | _versions(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        for package in (name, _OTHER_NAME.get(name, name)):
            try:
                found[name] = version(package)
                break
            except PackageNotFoundError:
                continue
    return found


def _processor() -> str:
    """Return the processor's name. Python knows it on some systems only."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
