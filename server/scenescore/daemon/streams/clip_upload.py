"""Keep an uploaded clip in a temporary file until its answer is ready."""

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
    """The temporary file of one clip, for a ``with`` statement that deletes it at its end.

    Parameters
    ----------
    max_bytes : int
        Largest clip in bytes.

    Raises
    ------
    StorageError
        The file can't be created.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        # When a call is cancelled, its block ends while a thread may still be writing.
        self._lock = threading.Lock()
        try:
            self._descriptor, path = tempfile.mkstemp(prefix="scenescore-clip-")
        except OSError as error:
            raise StorageError(f"can't store the clip in a temporary file: {error}") from error
        self._path = Path(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()
        # Windows doesn't delete a file that the thread of a cancelled call is still reading.
        with contextlib.suppress(PermissionError):
            self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Append the next bytes.

        Parameters
        ----------
        chunk : bytes
            At most 1 MiB.

        Raises
        ------
        InvalidInputError
            The chunk or the whole clip is too large.
        StorageError
            The disk is full.
        """
        if len(chunk) > MAX_CHUNK_BYTES:
            raise InvalidInputError(
                f"video_chunk has {len(chunk)} bytes; send at most {MAX_CHUNK_BYTES} in a message",
                field="video_chunk",
            )
        self._bytes += len(chunk)
        if self._bytes > self._max_bytes:
            raise InvalidInputError(
                f"the clip has more than {self._max_bytes} bytes; send a shorter part of it, or send frames",
                field="video_chunk",
            )
        try:
            with self._lock:
                rest = memoryview(chunk if self._descriptor >= 0 else b"")
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            raise StorageError(
                f"can't store the clip: {error}; free some space in {self._path.parent}"
            ) from error

    def read_with(self, reader: Callable[[Path], T]) -> T:
        """Let a function read the finished file.

        Parameters
        ----------
        reader : callable
            Gets the file's path.

        Returns
        -------
        T
            What `reader` returns.

        Raises
        ------
        InvalidInputError
            `reader` raised it. The message calls the file "the uploaded clip".
        """
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
