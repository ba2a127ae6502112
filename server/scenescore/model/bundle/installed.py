"""Finding and listing the installed bundles."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scenescore import paths
from scenescore.errors import BrokenFileError, NotFoundError
from scenescore.model.bundle.bundle import NAME_PATTERN, Bundle, load_bundle
from scenescore.model.bundle.manifest import MANIFEST

PREFERRED_BUNDLE: Final = "starter"


def find_bundle(name_or_path: str | Path, folders: Sequence[Path] | None = None) -> Bundle:
    """Find a bundle by its name or its folder.

    Parameters
    ----------
    name_or_path : str or Path
        A name such as ``starter``, or a folder that holds ``bundle.json``.
    folders : sequence of Path, optional
        Folders to search for the name, in this order; by default `bundle_folders`.

    Returns
    -------
    Bundle

    Raises
    ------
    NotFoundError
        There is no such bundle. The message names those that are installed.
    BrokenFileError
        The bundle is damaged.
    """
    text = str(name_or_path)
    if NAME_PATTERN.fullmatch(text):
        for folder in bundle_folders() if folders is None else folders:
            if (folder / text / MANIFEST).is_file():
                return load_bundle(folder / text)
    if text and (Path(text).expanduser() / MANIFEST).is_file():
        return load_bundle(Path(text).expanduser())
    there_are = ", ".join(sorted(path.name for path in _bundle_paths(folders))) or "none"
    raise NotFoundError(
        f"there is no bundle {text!r} (installed: {there_are}); give a name or a bundle's folder"
    )


def list_bundles(folders: Sequence[Path] | None = None) -> tuple[list[Bundle], list[tuple[Path, str]]]:
    """Load all installed bundles.

    Parameters
    ----------
    folders : sequence of Path, optional
        Folders to search, in this order; by default `bundle_folders`. The first bundle of a name counts.

    Returns
    -------
    bundles : list of Bundle
        Sorted by name.
    broken : list of (Path, str)
        Folder of each bundle that can't be used, with the reason.
    """
    bundles: dict[str, Bundle] = {}
    broken: list[tuple[Path, str]] = []
    for path in _bundle_paths(folders):
        try:
            bundle = load_bundle(path)
        except (BrokenFileError, NotFoundError) as error:
            broken.append((path, error.message))
        else:
            bundles.setdefault(bundle.name, bundle)
    return [bundles[name] for name in sorted(bundles)], broken


def preferred_bundle() -> Bundle | None:
    """Return the bundle to predict with where none is named: ``starter``, else the first by name, else None.

    Raises
    ------
    BrokenFileError
        ``starter`` is damaged.
    """
    try:
        return find_bundle(PREFERRED_BUNDLE)
    except NotFoundError:
        return next(iter(list_bundles()[0]), None)


def bundle_folders() -> list[Path]:
    """Return the folders of bundles: first the user's own, then the one that comes with Scenescore."""
    here = Path(__file__).resolve()
    shipped = here.parents[2] / "shipped" / "models"
    return [paths.models(), shipped if shipped.is_dir() else here.parents[4] / "models"]


def _bundle_paths(folders: Sequence[Path] | None) -> list[Path]:
    return [
        path.parent
        for folder in (bundle_folders() if folders is None else folders)
        if folder.is_dir()
        for path in sorted(folder.glob(f"*/{MANIFEST}"))
    ]
