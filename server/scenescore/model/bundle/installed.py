"""Finding and listing the installed bundles."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scenescore.errors import BrokenFileError, NotFoundError
from scenescore.model.bundle.bundle import NAME_PATTERN, Bundle, load_bundle
from scenescore.model.bundle.folders import MANIFEST, bundle_folders, bundle_paths

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
    names = sorted(path.name for path in bundle_paths(folders))
    similar = difflib.get_close_matches(text, dict.fromkeys(names))
    advice = (
        f"did you mean {' or '.join(map(repr, similar))}?" if similar else "give a name or a bundle's folder"
    )
    raise NotFoundError(f"there is no bundle {text!r} (installed: {', '.join(names) or 'none'}); {advice}")


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
    for path in bundle_paths(folders):
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
