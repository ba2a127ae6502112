"""Say that tracks lack the features that a bundle compares, and which command computes them."""

import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenescore.model.bundle.bundle import Bundle


def update_line(folder: Path | None = None, bundle: "Bundle | None" = None) -> str:
    """Return the command that computes the features which tracks lack.

    Parameters
    ----------
    folder : Path, optional
        The library's folder; None for the default one.
    bundle : Bundle, optional
        Whose features are lacking. One that isn't installed has to be named.

    Returns
    -------
    str
        Such as ``scenescore library update``.
    """
    words = ["scenescore", "library", "update"]
    if folder is not None:
        words += ["--library", str(folder)]
    if bundle is not None and not is_installed(bundle):
        words += ["--bundle", str(bundle.path)]
    return shlex.join(words)


def is_installed(bundle: "Bundle") -> bool:
    """Return whether a bundle is found by its name.

    Parameters
    ----------
    bundle : Bundle
        The bundle.

    Returns
    -------
    bool
        False for one that has to be named by its folder.
    """
    from scenescore.model.bundle.installed import list_bundles

    return any(one.path.resolve() == bundle.path.resolve() for one in list_bundles()[0])


def lacking_in_library(bundle: "Bundle") -> tuple[int, int]:
    """Return how many tracks of the active project lack features of a bundle, in the default library.

    Parameters
    ----------
    bundle : Bundle
        Whose features.

    Returns
    -------
    lacking, total : int
        Tracks that lack features, and all tracks; 0 and 0 where there is no library that can be read.
    """
    from scenescore import paths
    from scenescore.cli.library.library import open_library
    from scenescore.errors import ScenescoreError
    from scenescore.library.store.database import FILE_NAME

    # The command's own work doesn't need the library, so a damaged one is no error here.
    if (paths.library() / FILE_NAME).is_file():
        with suppress(ScenescoreError), open_library(None) as opened:
            return len(opened.missing(bundle.feature_keys().values())), opened.count()
    return 0, 0


def say_lacking(lacking: int, total: int, bundle: str, line: str) -> None:
    """Say on standard error how many tracks can't be matched. Nothing is said where all can.

    Parameters
    ----------
    lacking : int
        Tracks that lack features.
    total : int
        All tracks that the project sees.
    bundle : str
        The bundle's id.
    line : str
        From `update_line`.
    """
    if lacking:
        tracks = "track lacks" if total == 1 else "tracks lack"
        click.secho(
            f"{lacking} of {total} {tracks} features of bundle {bundle}; run `{line}`", fg="yellow", err=True
        )
