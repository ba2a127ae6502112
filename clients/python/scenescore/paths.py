"""The default folders and files, by which the daemon, the commands and the clients find each other.

They are all in one folder: ``SCENESCORE_HOME`` if it is set, otherwise the platform's user data folder.
"""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """Return the folder for all of this user's data.

    Returns
    -------
    Path
        An absolute path. The folder may not exist yet.
    """
    if chosen := os.environ.get("SCENESCORE_HOME"):
        return Path(chosen).expanduser().resolve()
    return Path(platformdirs.user_data_dir("scenescore", appauthor=False))


def library() -> Path:
    """Return the folder of the default library.

    Returns
    -------
    Path
        The folder may not exist yet.
    """
    return home() / "library"


def models() -> Path:
    """Return the folder of the user's own bundles.

    Returns
    -------
    Path
        The folder may not exist yet.
    """
    return home() / "models"


def runtime() -> Path:
    """Return the folder of the running daemon's token and ready file. It is created if needed.

    Returns
    -------
    Path
        Only its owner can read a new folder.
    """
    folder = home() / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def token_file() -> Path:
    """Return the default token file.

    Returns
    -------
    Path
        The file may not exist yet.
    """
    return runtime() / "token"


def ready_file() -> Path:
    """Return the default ready file, in which the running daemon tells its address.

    Returns
    -------
    Path
        The file may not exist yet.
    """
    return runtime() / "daemon.json"
