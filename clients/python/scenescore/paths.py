"""Where Scenescore keeps things, so that daemon, commands and clients find each other without being told.

Everything lies below one folder: ``SCENESCORE_HOME`` where that is set, else the platform's user data folder.
"""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """Return the folder that holds all that Scenescore keeps for this user."""
    if chosen := os.environ.get("SCENESCORE_HOME"):
        return Path(chosen).expanduser().resolve()
    return Path(platformdirs.user_data_dir("scenescore", appauthor=False))


def library() -> Path:
    """Return the default library folder."""
    return home() / "library"


def models() -> Path:
    """Return the folder of the user's own bundles."""
    return home() / "models"


def runtime() -> Path:
    """Return the folder of the running daemon's token and ready file, made for its owner alone."""
    folder = home() / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def token_file() -> Path:
    """Return the default token file."""
    return runtime() / "token"


def ready_file() -> Path:
    """Return the default ready file: where the running daemon says how to reach it."""
    return runtime() / "daemon.json"
