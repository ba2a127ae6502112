"""Limit the files that RPCs may open to the folders that the daemon was started with."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from scenescore.errors import InvalidInputError, NotFoundError, PermissionDeniedError


class AllowedRoots:
    """The folders whose contents requests may name.

    Parameters
    ----------
    roots : iterable of Path
        The folders. Symbolic links in their paths are resolved now, not at each request.

    Raises
    ------
    NotFoundError
        A folder doesn't exist.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(_resolved_folder(root) for root in roots)

    def resolve(self, path: str, *, field: str, must_exist: bool = True) -> Path:
        """Follow the symbolic links in a path and check that the result is allowed.

        Parameters
        ----------
        path : str
            An absolute path from a request.
        field : str
            The field of the request, for errors.
        must_exist : bool
            Whether there must be such a file or folder.

        Returns
        -------
        Path
            The real path.

        Raises
        ------
        InvalidInputError
            The path isn't absolute.
        PermissionDeniedError
            The path leads outside the folders. The error doesn't reveal whether the file exists.
        NotFoundError
            The path is allowed, but there is no such file or folder.
        """
        if not path or "\0" in path or not Path(path).is_absolute():
            raise InvalidInputError(
                f"{field} must be an absolute path on the daemon's machine, not {path!r}", field=field
            )
        try:
            real = Path(path).resolve()
        except (OSError, RuntimeError) as error:
            raise InvalidInputError(f"{path}: {error}", field=field) from error
        if not self.holds(real):
            raise PermissionDeniedError(
                f"{path} is outside the folders that the daemon may open "
                f"({', '.join(map(str, self._roots)) or 'none'}); start the daemon with --allow-root DIR"
            )
        if must_exist and not real.exists():
            raise NotFoundError(f"{path}: no such file or folder")
        return real

    def files(self, path: Path, suffixes: Collection[str]) -> Iterator[Path]:
        """Yield a file itself, or the files of a folder and its subfolders.

        Parameters
        ----------
        path : Path
            A path from :meth:`resolve`.
        suffixes : collection of str
            The suffixes to look for in a folder, in lower case, such as ``.ogg``.

        Yields
        ------
        Path
            The files in order. Links that lead outside the allowed folders are left out.
        """
        if not path.is_dir():
            yield path
            return
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                file = Path(folder, name)
                if file.suffix.lower() in suffixes and self.holds(file.resolve()):
                    yield file

    def holds(self, real: Path) -> bool:
        """Return whether a file or folder may be opened.

        Parameters
        ----------
        real : Path
            Its real path, without symbolic links.

        Returns
        -------
        bool
            True below the folders.
        """
        return any(real.is_relative_to(root) for root in self._roots)


def _resolved_folder(root: Path) -> Path:
    real = root.expanduser().resolve()
    if not real.is_dir():
        raise NotFoundError(f"--allow-root {root}: no such folder")
    return real
