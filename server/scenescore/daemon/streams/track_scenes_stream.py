"""Read the clips of a ``FindScenesForTrack`` call, one after the other."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Final, TypeVar

from scenescore.daemon.messages.frame import check_capture_time, decode_frame
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.clip_upload import ClipUpload
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.placement.clip_windows import ClipWindow, ClipWindows, windows_of_video
from scenescore.v1 import library_pb2, match_pb2

T = TypeVar("T")
Request = library_pb2.FindScenesForTrackRequest

MAX_CLIPS: Final = 100
MAX_NAME_LENGTH: Final = 200


class ClipReader:
    """Read clips and predict the music of all their windows.

    Parameters
    ----------
    engine : Engine
        Its threads do the work.
    model : LoadedModel
        The bundle to predict with.
    max_clip_bytes : int
        Largest video of one clip in bytes.
    """

    def __init__(self, engine: Engine, model: LoadedModel, *, max_clip_bytes: int) -> None:
        self._engine = engine
        self._model = model
        self._max_clip_bytes = max_clip_bytes

    async def read(self, requests: AsyncIterator[Request]) -> dict[str, list[ClipWindow]]:
        """Read all clips.

        Parameters
        ----------
        requests : async iterator of scenescore.v1.FindScenesForTrackRequest
            The messages after the first.

        Returns
        -------
        dict of str to list of ClipWindow
            The windows of each clip, by its name.

        Raises
        ------
        InvalidInputError
            A message comes at the wrong place, a name is invalid or given twice, a clip has no pictures, or
            there are too many clips.
        BrokenFileError
            The video of a clip can't be read.
        """
        clips: dict[str, list[ClipWindow]] = {}
        request = await anext(requests, None)
        while request is not None:
            if _kind(request) != "clip":
                raise InvalidInputError(
                    f"each clip must be named before its frames or its video; got {_kind(request)} instead",
                    field=_kind(request),
                )
            name = request.clip.name
            _check_name(name, clips)
            try:
                clips[name], request = await self._windows(requests)
            except ScenescoreError as error:
                error.message = f"clip {name!r}: {error.message}"
                raise
        if not clips:
            raise InvalidInputError("no clip was sent; name a clip after the configuration", field="clip")
        return clips

    async def _windows(self, requests: AsyncIterator[Request]) -> tuple[list[ClipWindow], Request | None]:
        """Return the windows of a clip, and the message after its last one."""
        request = await anext(requests, None)
        if request is not None and _kind(request) == "video_chunk":
            return await self._read_video(request, requests)
        if request is not None and _kind(request) == "frame":
            return await self._read_frames(request, requests)
        raise InvalidInputError(
            "it has neither frames nor a video; send them after its name", field=_kind(request)
        )

    async def _read_video(
        self, first: Request, requests: AsyncIterator[Request]
    ) -> tuple[list[ClipWindow], Request | None]:
        request: Request | None = first
        with ClipUpload(self._max_clip_bytes) as upload:
            while request is not None and _belongs(request, "video_chunk"):
                await self._run(partial(upload.write, request.video_chunk))
                request = await anext(requests, None)
            predictor, steps = self._model.predictor, self._model.bundle.steps
            windows = await self._run(partial(upload.read_with, partial(windows_of_video, predictor, steps)))
        return windows, request

    async def _read_frames(
        self, first: Request, requests: AsyncIterator[Request]
    ) -> tuple[list[ClipWindow], Request | None]:
        windows = ClipWindows(self._model.predictor, self._model.bundle.steps)
        first_us = first.frame.capture_time_us

        def add(frame: match_pb2.Frame) -> None:
            windows.add((check_capture_time(frame) - first_us) / 1e6, decode_frame(frame))

        request: Request | None = first
        while request is not None and _belongs(request, "frame"):
            await self._run(partial(add, request.frame))
            request = await anext(requests, None)
        return await self._run(windows.finish), request

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)


def _check_name(name: str, clips: dict[str, list[ClipWindow]]) -> None:
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise InvalidInputError(
            f"clip.name must have 1 to {MAX_NAME_LENGTH} characters, not {len(name)}", field="clip.name"
        )
    if name in clips:
        raise InvalidInputError(
            f"clip.name {name!r} was sent twice; give each clip a name of its own", field="clip.name"
        )
    if len(clips) == MAX_CLIPS:
        raise InvalidInputError(f"at most {MAX_CLIPS} clips can be searched in one call", field="clip")


def _belongs(request: Request, kind: str) -> bool:
    """Return whether a message goes on with a clip; False for the next clip."""
    if _kind(request) == "clip":
        return False
    if _kind(request) == kind:
        return True
    raise InvalidInputError(
        f"after {kind} send another {kind} or the next clip, not {_kind(request)}", field=_kind(request)
    )


def _kind(request: Request | None) -> str:
    return (request.WhichOneof("message") or "message") if request is not None else "message"
