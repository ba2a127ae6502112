"""The errors that Scenescore raises on purpose.

::

    ScenescoreError
    ├── InvalidInputError        a value, a file or a message can't be used
    │   └── BrokenFileError      a file isn't readable in its format
    ├── NotFoundError            a bundle, a track or a path doesn't exist
    ├── PermissionDeniedError    a path outside the allowed folders, a wrong token
    ├── UnavailableError         this machine can't do it now: no display, no daemon, no TensorFlow
    │   └── PreconditionError    the present state doesn't allow it: too few tracks
    └── StorageError             the disk is full or can't be written

Each message says what is wrong, with which value, and what to do.
"""

from pathlib import Path


class ScenescoreError(Exception):
    """Base class of all errors that Scenescore raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, with which value, and what to do.

    Attributes
    ----------
    message : str
        The text for people.
    exit_code : int
        The exit code of a command.
    status : str
        The name of the RPC's gRPC status.
    reason : str
        The cause for programs, in ``UPPER_SNAKE_CASE``; the `reason` of the RPC's ``ErrorInfo``.
    """

    exit_code = 1
    status = "INTERNAL"
    reason = "SCENESCORE_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInputError(ScenescoreError):
    """A value, a file or a message can't be used.

    Parameters
    ----------
    message : str
        What is wrong, with which value, and what to do.
    field : str, optional
        The request's field that is wrong, such as ``frame.width``; empty if unknown.
    """

    exit_code = 2
    status = "INVALID_ARGUMENT"
    reason = "INVALID_INPUT"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BrokenFileError(InvalidInputError):
    """A file isn't readable in its format.

    Parameters
    ----------
    path : str or Path
        The file.
    problem : str
        What is wrong with it.
    """

    exit_code = 3
    reason = "BROKEN_FILE"

    def __init__(self, path: str | Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = Path(path)
        self.problem = problem


class NotFoundError(ScenescoreError):
    """A bundle, a track or a path doesn't exist."""

    exit_code = 4
    status = "NOT_FOUND"
    reason = "NOT_FOUND"


class PermissionDeniedError(ScenescoreError):
    """A path lies outside the allowed folders, or the token is missing or wrong."""

    exit_code = 5
    status = "PERMISSION_DENIED"
    reason = "PERMISSION_DENIED"


class UnavailableError(ScenescoreError):
    """The machine can't do it now: there is no display, no daemon, or an extra isn't installed."""

    exit_code = 6
    status = "UNAVAILABLE"
    reason = "UNAVAILABLE"


class PreconditionError(UnavailableError):
    """The present state doesn't allow it, for example if there are fewer tracks than scenes."""

    status = "FAILED_PRECONDITION"
    reason = "FAILED_PRECONDITION"


class StorageError(ScenescoreError):
    """The disk is full or can't be written. Finished work is kept."""

    exit_code = 7
    status = "RESOURCE_EXHAUSTED"
    reason = "STORAGE"
