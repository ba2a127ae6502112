"""Debian's packages, which one process of the test run installs at a time."""

from pathlib import Path

from filelock import FileLock

TESTS_CACHE = Path.home() / ".cache" / "scenescore-test"
"""What the tests install for themselves, kept from run to run."""


def apt_lock() -> FileLock:
    """Return a lock to hold while apt-get runs: apt-get fails, and doesn't wait, if another one runs."""
    TESTS_CACHE.mkdir(parents=True, exist_ok=True)
    return FileLock(TESTS_CACHE / "apt.lock")
