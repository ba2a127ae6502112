"""Read the named clips of a call, one after the other, so that only one needs memory or disk."""

from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np

from scenescore.daemon.messages.frame import check_capture_time, decode_frame
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.clip_upload import ClipUpload
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.v1 import match_pb2

T = TypeVar("T")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

MAX_CLIPS: Final = 100
MAX_NAME_CHARACTERS: Final = 200


class ClipViewer(Protocol[Result_co]):
    """What looks at one clip. Its methods block."""

    def add_video(self, clip: Path) -> None:
        """Look at a whole video file."""
        ...

    def add(self, time_s: float, picture: np.ndarray) -> None:
        """Look at the next picture [shape=(80, 80, 3), uint8], seconds after the first one."""
        ...

    def finish(self) -> Result_co:
        """Return what was found in the clip."""
        ...


class NamedClips(Generic[Result]):
    """Reads messages that name a clip and then bring its frames or its video.

    Parameters
    ----------
    kind : str
        The field of a message that names a clip, such as ``scene``.
    purpose : str
        What is done with the clips, as a participle for an error.
    pool : concurrent.futures.Executor
        Its threads do the work.
    max_clip_bytes : int
        Largest video of one clip in bytes.
    """

    def __init__(self, kind: str, purpose: str, pool: Executor, *, max_clip_bytes: int) -> None:
        self._kind = kind
        self._purpose = purpose
        self._pool = pool
        self._max_clip_bytes = max_clip_bytes

    async def read(
        self, requests: AsyncIterator[Any], viewer_of: Callable[[Any], ClipViewer[Result]]
    ) -> dict[str, Result]:
        """Read all clips.

        Parameters
        ----------
        requests : async iterator of google.protobuf.message.Message
            The messages after the first.
        viewer_of : callable
            Is given the message that names a clip, and returns what looks at the clip.

        Returns
        -------
        dict of str to Result
            What was found in each clip, by its name, in the order of the messages.

        Raises
        ------
        InvalidInputError
            A message comes at the wrong place, a name is invalid or given twice, a clip has no pictures, or
            there are too many clips.
        BrokenFileError
            The video of a clip can't be read.
        """
        found: dict[str, Result] = {}
        request = await anext(requests, None)
        while request is not None:
            if _kind_of(request) != self._kind:
                raise InvalidInputError(
                    f"each {self._kind} must be named before its frames or its video; got "
                    f"{_kind_of(request)} instead",
                    field=_kind_of(request),
                )
            named = getattr(request, self._kind)
            self._check(named.name, found)
            viewer = viewer_of(named)
            try:
                request = await self._show(viewer, requests)
                found[named.name] = await self._run(viewer.finish)
            except ScenescoreError as error:
                error.message = f"{self._kind} {named.name!r}: {error.message}"
                raise
        if not found:
            raise InvalidInputError(
                f"no {self._kind} was sent; name a {self._kind} after the configuration", field=self._kind
            )
        return found

    def _check(self, name: str, others: Collection[str]) -> None:
        if not 1 <= len(name) <= MAX_NAME_CHARACTERS:
            raise InvalidInputError(
                f"{self._kind}.name must have 1 to {MAX_NAME_CHARACTERS} characters, not {len(name)}",
                field=f"{self._kind}.name",
            )
        if name in others:
            raise InvalidInputError(
                f"{self._kind}.name {name!r} was sent twice; give each {self._kind} a name of its own",
                field=f"{self._kind}.name",
            )
        if len(others) == MAX_CLIPS:
            raise InvalidInputError(
                f"at most {MAX_CLIPS} {self._kind}s can be {self._purpose} in one call", field=self._kind
            )

    async def _show(self, viewer: ClipViewer[Result], requests: AsyncIterator[Any]) -> Any:
        """Show a clip, and return the message after it; None at the end of the call."""
        first = await anext(requests, None)
        if _kind_of(first) == "video_chunk":
            return await self._show_video(viewer, first, requests)
        if _kind_of(first) == "frame":
            return await self._show_frames(viewer, first, requests)
        raise InvalidInputError(
            "it has neither frames nor a video; send them after its name", field=_kind_of(first)
        )

    async def _show_video(
        self, viewer: ClipViewer[Result], request: Any, requests: AsyncIterator[Any]
    ) -> Any:
        with ClipUpload(self._max_clip_bytes) as upload:
            while request is not None and self._belongs(request, "video_chunk"):
                await self._run(partial(upload.write, request.video_chunk))
                request = await anext(requests, None)
            await self._run(partial(upload.read_with, viewer.add_video))
        return request

    async def _show_frames(
        self, viewer: ClipViewer[Result], request: Any, requests: AsyncIterator[Any]
    ) -> Any:
        first_us = request.frame.capture_time_us

        def add(frame: match_pb2.Frame) -> None:
            viewer.add((check_capture_time(frame) - first_us) / 1e6, decode_frame(frame))

        while request is not None and self._belongs(request, "frame"):
            await self._run(partial(add, request.frame))
            request = await anext(requests, None)
        return request

    def _belongs(self, request: Any, kind: str) -> bool:
        """Return whether a message goes on with a clip; False if it names the next one."""
        if _kind_of(request) in (self._kind, kind):
            return _kind_of(request) == kind
        raise InvalidInputError(
            f"after {kind} send another {kind} or the next {self._kind}, not {_kind_of(request)}",
            field=_kind_of(request),
        )

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._pool, work)


def _kind_of(request: Any) -> str:
    """Return which field of its choice a message has set."""
    return (request.WhichOneof("message") or "message") if request is not None else "message"
