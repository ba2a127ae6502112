"""An uploaded clip, kept in a file of its own until its answer is there."""

import contextlib
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from scenescore.errors import InvalidInputError, StorageError

T = TypeVar("T")

MAX_CHUNK_BYTES: Final = 1024 * 1024
_SHOWN_AS: Final = "the uploaded clip"


class ClipUpload:
    """Writes a clip's bytes as they come; for use in a ``with`` statement, after which the file is gone.

    Parameters
    ----------
    max_bytes : int
        Bytes that a clip may have.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        # A call that is cancelled leaves its block while a thread may still be writing.
        self._lock = threading.Lock()
        try:
            self._descriptor, path = tempfile.mkstemp(prefix="scenescore-clip-")
        except OSError as error:
            raise StorageError(f"there is no place for the clip: {error}") from error
        self._path = Path(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()
        # Windows keeps a file that a cancelled call's thread is still reading.
        with contextlib.suppress(PermissionError):
            self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Add the next bytes.

        Raises
        ------
        InvalidInputError
            The chunk or the whole clip is too large.
        StorageError
            The disk is full.
        """
        if len(chunk) > MAX_CHUNK_BYTES:
            raise InvalidInputError(
                f"video_chunk holds {len(chunk)} bytes; send at most {MAX_CHUNK_BYTES} a message",
                field="video_chunk",
            )
        self._bytes += len(chunk)
        if self._bytes > self._max_bytes:
            raise InvalidInputError(
                f"the clip is larger than {self._max_bytes} bytes; send a shorter part of it, or frames",
                field="video_chunk",
            )
        try:
            with self._lock:
                rest = memoryview(chunk if self._descriptor >= 0 else b"")
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            raise StorageError(
                f"the clip can't be kept: {error}; make room in {self._path.parent}"
            ) from error

    def read_with(self, reader: Callable[[Path], T]) -> T:
        """Let `reader` read the finished file; its errors speak of the upload, not of our file's name."""
        self._close()
        try:
            return reader(self._path)
        except InvalidInputError as error:
            error.message = error.message.replace(str(self._path), _SHOWN_AS)
            raise

    def _close(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1
