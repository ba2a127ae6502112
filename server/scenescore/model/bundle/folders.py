"""Where bundles lie. Nothing here takes long to import: the shell asks for their names at each Tab."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scenescore import paths

MANIFEST: Final = "bundle.json"
"""A folder with this file is a bundle."""


def bundle_folders() -> list[Path]:
    """Return the folders of bundles: first the user's own, then the one that comes with Scenescore."""
    here = Path(__file__).resolve()
    shipped = here.parents[2] / "shipped" / "models"
    return [paths.models(), shipped if shipped.is_dir() else here.parents[4] / "models"]


def bundle_paths(folders: Sequence[Path] | None = None) -> list[Path]:
    """Return the folder of each installed bundle.

    Parameters
    ----------
    folders : sequence of Path, optional
        Folders to search, in this order; by default `bundle_folders`.

    Returns
    -------
    list of Path
        Two may have the same name: the first counts.
    """
    return [
        path.parent
        for folder in (bundle_folders() if folders is None else folders)
        if folder.is_dir()
        for path in sorted(folder.glob(f"*/{MANIFEST}"))
    ]
