"""Which of this machine's files an RPC may open: those below the roots that the daemon was started with."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from scenescore.errors import InvalidInputError, NotFoundError, PermissionDeniedError


class AllowedRoots:
    """The folders below which paths from a request are opened.

    Parameters
    ----------
    roots : iterable of Path
        Folders; symbolic links in them are resolved at once.

    Raises
    ------
    NotFoundError
        One of them is no folder.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(_resolved_folder(root) for root in roots)

    def resolve(self, path: str, *, field: str) -> Path:
        """Return the real path that `path` leads to, once every symbolic link is followed.

        Parameters
        ----------
        path : str
            An absolute path out of a request.
        field : str
            The request's field, for the error.

        Raises
        ------
        InvalidInputError
            The path isn't absolute.
        PermissionDeniedError
            It leads outside the roots. Whether something is there is not told.
        NotFoundError
            Nothing is there.
        """
        if not path or "\0" in path or not Path(path).is_absolute():
            raise InvalidInputError(
                f"{field} must be an absolute path on the daemon's machine, not {path!r}", field=field
            )
        try:
            real = Path(path).resolve()
        except (OSError, RuntimeError) as error:
            raise InvalidInputError(f"{path}: {error}", field=field) from error
        if not self._holds(real):
            raise PermissionDeniedError(
                f"{path} is outside the folders that the daemon may open"
                f" ({', '.join(map(str, self._roots)) or 'none'}); start it with --allow-root DIR"
            )
        if not real.exists():
            raise NotFoundError(f"{path}: there is no such file or folder")
        return real

    def files(self, path: Path, suffixes: Collection[str]) -> Iterator[Path]:
        """Yield the files to open for one path: itself, or what a folder holds below it.

        Parameters
        ----------
        path : Path
            From :meth:`resolve`.
        suffixes : collection of str
            Suffixes of the files that a folder yields, lower case, such as ``.ogg``.

        Yields
        ------
        Path
            Sorted. Links that lead outside the roots are left out.
        """
        if not path.is_dir():
            yield path
            return
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                file = Path(folder, name)
                if file.suffix.lower() in suffixes and self._holds(file.resolve()):
                    yield file

    def _holds(self, real: Path) -> bool:
        return any(real.is_relative_to(root) for root in self._roots)


def _resolved_folder(root: Path) -> Path:
    real = root.expanduser().resolve()
    if not real.is_dir():
        raise NotFoundError(f"--allow-root {root}: there is no such folder")
    return real
