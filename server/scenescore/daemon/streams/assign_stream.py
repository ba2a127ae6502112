"""The scenes of an ``AssignScenes`` call, read one after the other: only the one under way takes room."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from scenescore.daemon.services.messages import check_capture_time, encoding_of, id_of
from scenescore.daemon.streams.clip_upload import ClipUpload
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.frames.decode import decode
from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.assign import Scene
from scenescore.session.clip import show_clip
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2

T = TypeVar("T")

MAX_SCENES: Final = 100
MAX_NAME: Final = 200
MAX_USES: Final = 1000
MAX_EXCLUDED: Final = 10_000


@dataclass(frozen=True)
class AssignOptions:
    """How scenes are to be assigned.

    Attributes
    ----------
    model : str
        The bundle's id; empty for the default.
    max_uses : int
        How many scenes one track may serve.
    excluded : frozenset of str
        Ids of tracks that must not be used.
    """

    model: str
    max_uses: int
    excluded: frozenset[str]


def options_of(config: match_pb2.AssignConfig) -> AssignOptions:
    """Read the configuration.

    Raises
    ------
    InvalidInputError
        A value is out of its range.
    """
    if not 0 <= config.max_uses_per_track <= MAX_USES:
        raise InvalidInputError(
            f"config.max_uses_per_track must be 0 to {MAX_USES}, not {config.max_uses_per_track}",
            field="config.max_uses_per_track",
        )
    if len(config.excluded_tracks) > MAX_EXCLUDED:
        raise InvalidInputError(
            f"config.excluded_tracks must hold at most {MAX_EXCLUDED}, not {len(config.excluded_tracks)}",
            field="config.excluded_tracks",
        )
    excluded = (
        id_of(name, "tracks", field=f"config.excluded_tracks[{i}]")
        for i, name in enumerate(config.excluded_tracks)
    )
    return AssignOptions(
        model=id_of(config.model, "models", field="config.model", optional=True),
        max_uses=config.max_uses_per_track or 1,
        excluded=frozenset(excluded),
    )


class SceneReader:
    """Reads the scenes and predicts for each.

    Parameters
    ----------
    engine : Engine
        Whose threads do the work.
    model : LoadedModel
        The bundle to predict with.
    max_clip_bytes : int
        Bytes in one scene's video.
    """

    def __init__(self, engine: Engine, model: LoadedModel, *, max_clip_bytes: int) -> None:
        self._engine = engine
        self._model = model
        self._max_clip_bytes = max_clip_bytes
        self._scenes: list[Scene] = []

    async def read(self, requests: AsyncIterator[match_pb2.AssignScenesRequest]) -> list[Scene]:
        """Return all scenes in their order.

        Raises
        ------
        InvalidInputError
            A message out of its place, a name that can't be, a scene without pictures, or too many of them.
        BrokenFileError
            A scene's video can't be read.
        """
        request = await anext(requests, None)
        while request is not None:
            if request.WhichOneof("message") != "scene":
                raise InvalidInputError(
                    f"each scene must be named before its frames or its video; {_kind(request)} came",
                    field=_kind(request),
                )
            scene = request.scene
            self._check(scene)
            pinned = id_of(scene.pinned_track, "tracks", field="scene.pinned_track", optional=True)
            try:
                prediction, request = await self._prediction(requests)
            except ScenescoreError as error:
                error.message = f"scene {scene.name!r}: {error.message}"
                raise
            self._scenes.append(Scene(scene.name, prediction, pinned))
        if not self._scenes:
            raise InvalidInputError("after the configuration name a scene; nothing came", field="scene")
        return self._scenes

    def _check(self, scene: match_pb2.AssignScene) -> None:
        if not 1 <= len(scene.name) <= MAX_NAME:
            raise InvalidInputError(
                f"scene.name must have 1 to {MAX_NAME} characters, not {len(scene.name)}", field="scene.name"
            )
        if any(scene.name == other.name for other in self._scenes):
            raise InvalidInputError(
                f"scene.name {scene.name!r} is there twice: name each scene once", field="scene.name"
            )
        if len(self._scenes) == MAX_SCENES:
            raise InvalidInputError(f"at most {MAX_SCENES} scenes can be assigned in a call", field="scene")

    async def _prediction(
        self, requests: AsyncIterator[match_pb2.AssignScenesRequest]
    ) -> tuple[Prediction, match_pb2.AssignScenesRequest | None]:
        """Predict from a scene's pictures; return the message that follows them, too."""
        request = await anext(requests, None)
        kind = _kind(request)
        if request is None or kind not in ("frame", "video_chunk"):
            raise InvalidInputError("it has neither frames nor a video: send them after its name", field=kind)
        session = Session(self._engine, self._model, SessionSettings(), finds_scenes=False)
        if kind == "video_chunk":
            rest = await self._take_video(session, request, requests)
        else:
            rest = await self._take_frames(session, request, requests)
        return await self._slowly(session.prediction), rest

    async def _take_video(
        self,
        session: Session,
        request: match_pb2.AssignScenesRequest | None,
        requests: AsyncIterator[match_pb2.AssignScenesRequest],
    ) -> match_pb2.AssignScenesRequest | None:
        with ClipUpload(self._max_clip_bytes) as upload:
            while request is not None and _belongs(request, "video_chunk"):
                await self._slowly(partial(upload.write, request.video_chunk))
                request = await anext(requests, None)
            await self._slowly(lambda: upload.read_with(lambda clip: show_clip(session, self._model, clip)))
        return request

    async def _take_frames(
        self,
        session: Session,
        request: match_pb2.AssignScenesRequest | None,
        requests: AsyncIterator[match_pb2.AssignScenesRequest],
    ) -> match_pb2.AssignScenesRequest | None:
        first_us = request.frame.capture_time_us if request is not None else 0

        def take(frame: match_pb2.Frame) -> None:
            time_s = (check_capture_time(frame) - first_us) / 1e6
            picture = decode(encoding_of(frame), frame.data, frame.width, frame.height)
            session.take(time_s, picture, arrived_s=time.monotonic())

        while request is not None and _belongs(request, "frame"):
            await self._slowly(partial(take, request.frame))
            request = await anext(requests, None)
        return request

    async def _slowly(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._engine.slow, work)


def _belongs(request: match_pb2.AssignScenesRequest, kind: str) -> bool:
    """Whether a message goes on with a scene that began with this kind; False where the next one begins."""
    if _kind(request) in ("scene", kind):
        return _kind(request) == kind
    raise InvalidInputError(
        f"after {kind} comes more of it or the next scene, not {_kind(request)}", field=_kind(request)
    )


def _kind(request: match_pb2.AssignScenesRequest | None) -> str:
    return (request.WhichOneof("message") or "message") if request is not None else "message"
