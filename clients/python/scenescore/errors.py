"""What can go wrong, for people and for programs.

::

    ScenescoreError
    ├── InvalidInputError        a value, a file or a message that can't be used
    │   └── BrokenFileError      a file that can't be read as what it claims to be
    ├── NotFoundError            a bundle, a track, a path that isn't there
    ├── PermissionDeniedError    a path outside the allowed roots, a wrong token
    ├── UnavailableError         this machine can't do it now: no display, no daemon, no TensorFlow
    │   └── PreconditionError    what is there doesn't allow it: too few tracks
    └── StorageError             the disk is full or can't be written

Every message says what was wrong, with which value, and what to do.
"""

from pathlib import Path


class ScenescoreError(Exception):
    """Root of all errors that Scenescore raises on purpose.

    Attributes
    ----------
    message : str
        For people.
    exit_code : int
        What a command ends with.
    status : str
        The name of the gRPC status that an RPC ends with.
    reason : str
        For programs: ``UPPER_SNAKE_CASE``, the `reason` of the RPC's ``ErrorInfo``.
    """

    exit_code = 1
    status = "INTERNAL"
    reason = "SCENESCORE_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInputError(ScenescoreError):
    """A value, a file or a message that can't be used.

    Parameters
    ----------
    message : str
        What was wrong, with which value, and what to do.
    field : str, optional
        The field of the request that it stands in, such as ``frame.width``.
    """

    exit_code = 2
    status = "INVALID_ARGUMENT"
    reason = "INVALID_INPUT"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BrokenFileError(InvalidInputError):
    """A file that can't be read as what it claims to be.

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
    """A bundle, a track or a path that isn't there."""

    exit_code = 4
    status = "NOT_FOUND"
    reason = "NOT_FOUND"


class PermissionDeniedError(ScenescoreError):
    """A path outside the allowed roots, or a missing or wrong token."""

    exit_code = 5
    status = "PERMISSION_DENIED"
    reason = "PERMISSION_DENIED"


class UnavailableError(ScenescoreError):
    """Something that can't be done on this machine now: no display, no daemon, a missing extra."""

    exit_code = 6
    status = "UNAVAILABLE"
    reason = "UNAVAILABLE"


class PreconditionError(UnavailableError):
    """Something that can't be done with what is there, such as too few tracks for many scenes."""

    status = "FAILED_PRECONDITION"
    reason = "FAILED_PRECONDITION"


class StorageError(ScenescoreError):
    """The disk is full or can't be written; what was finished before is kept."""

    exit_code = 7
    status = "RESOURCE_EXHAUSTED"
    reason = "STORAGE"
