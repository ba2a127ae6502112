"""Read the scenes of an ``AssignScenes`` call, one after the other, so that only one needs memory or disk."""

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from scenescore.daemon.messages.frame import check_capture_time, decode_frame
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.clip_upload import ClipUpload
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.clips.assign import Scene
from scenescore.session.clips.clip import show_clip
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2

T = TypeVar("T")

MAX_SCENES: Final = 100
MAX_NAME_LENGTH: Final = 200
MAX_USES_PER_TRACK: Final = 1000
MAX_EXCLUDED_TRACKS: Final = 10_000


@dataclass(frozen=True)
class AssignOptions:
    """The configuration of an ``AssignScenes`` call.

    Attributes
    ----------
    model : str
        The bundle's id; empty for the default.
    project : str
        The project's id; empty for the default.
    max_uses : int
        How many scenes may get the same track.
    excluded : frozenset of str
        The ids of the tracks that must not be used.
    """

    model: str
    project: str
    max_uses: int
    excluded: frozenset[str]


def options_of(config: match_pb2.AssignConfig) -> AssignOptions:
    """Check a configuration and return it in the daemon's form.

    Parameters
    ----------
    config : scenescore.v1.AssignConfig
        The message.

    Returns
    -------
    AssignOptions

    Raises
    ------
    InvalidInputError
        A value is out of range.
    """
    if not 0 <= config.max_uses_per_track <= MAX_USES_PER_TRACK:
        raise InvalidInputError(
            f"config.max_uses_per_track must be 0 to {MAX_USES_PER_TRACK}, not {config.max_uses_per_track}",
            field="config.max_uses_per_track",
        )
    if len(config.excluded_tracks) > MAX_EXCLUDED_TRACKS:
        raise InvalidInputError(
            f"config.excluded_tracks must hold at most {MAX_EXCLUDED_TRACKS} values, not "
            f"{len(config.excluded_tracks)}",
            field="config.excluded_tracks",
        )
    excluded = (
        parse_id(name, "tracks", field=f"config.excluded_tracks[{i}]")
        for i, name in enumerate(config.excluded_tracks)
    )
    return AssignOptions(
        model=parse_id(config.model, "models", field="config.model", optional=True),
        project=parse_id(config.project, "projects", field="config.project", optional=True),
        max_uses=config.max_uses_per_track or 1,
        excluded=frozenset(excluded),
    )


class SceneReader:
    """Read scenes and predict the music of each.

    Parameters
    ----------
    engine : Engine
        Its threads do the work.
    model : LoadedModel
        The bundle to predict with.
    max_clip_bytes : int
        Largest video of one scene in bytes.
    """

    def __init__(self, engine: Engine, model: LoadedModel, *, max_clip_bytes: int) -> None:
        self._engine = engine
        self._model = model
        self._max_clip_bytes = max_clip_bytes
        self._scenes: list[Scene] = []

    async def read(self, requests: AsyncIterator[match_pb2.AssignScenesRequest]) -> list[Scene]:
        """Read all scenes.

        Parameters
        ----------
        requests : async iterator of scenescore.v1.AssignScenesRequest
            The messages after the first.

        Returns
        -------
        list of Scene
            In the order of the messages.

        Raises
        ------
        InvalidInputError
            A message comes at the wrong place, a name is invalid or given twice, a scene has no pictures, or
            there are too many scenes.
        BrokenFileError
            The video of a scene can't be read.
        """
        request = await anext(requests, None)
        while request is not None:
            if request.WhichOneof("message") != "scene":
                raise InvalidInputError(
                    f"each scene must be named before its frames or its video; got {_kind(request)} instead",
                    field=_kind(request),
                )
            scene = request.scene
            self._check(scene)
            pinned = parse_id(scene.pinned_track, "tracks", field="scene.pinned_track", optional=True)
            try:
                prediction, request = await self._prediction(requests)
            except ScenescoreError as error:
                error.message = f"scene {scene.name!r}: {error.message}"
                raise
            self._scenes.append(Scene(scene.name, prediction, pinned))
        if not self._scenes:
            raise InvalidInputError("no scene was sent; name a scene after the configuration", field="scene")
        return self._scenes

    def _check(self, scene: match_pb2.AssignScene) -> None:
        if not 1 <= len(scene.name) <= MAX_NAME_LENGTH:
            raise InvalidInputError(
                f"scene.name must have 1 to {MAX_NAME_LENGTH} characters, not {len(scene.name)}",
                field="scene.name",
            )
        if any(scene.name == other.name for other in self._scenes):
            raise InvalidInputError(
                f"scene.name {scene.name!r} was sent twice; give each scene a name of its own",
                field="scene.name",
            )
        if len(self._scenes) == MAX_SCENES:
            raise InvalidInputError(f"at most {MAX_SCENES} scenes can be assigned in one call", field="scene")

    async def _prediction(
        self, requests: AsyncIterator[match_pb2.AssignScenesRequest]
    ) -> tuple[Prediction, match_pb2.AssignScenesRequest | None]:
        """Return the prediction from a scene's pictures, and the message after them."""
        request = await anext(requests, None)
        kind = _kind(request)
        if request is None or kind not in ("frame", "video_chunk"):
            raise InvalidInputError("it has neither frames nor a video; send them after its name", field=kind)
        session = Session(self._engine, self._model, SessionSettings(), finds_scenes=False)
        if kind == "video_chunk":
            rest = await self._read_video(session, request, requests)
        else:
            rest = await self._read_frames(session, request, requests)
        return await self._run(session.prediction), rest

    async def _read_video(
        self,
        session: Session,
        request: match_pb2.AssignScenesRequest | None,
        requests: AsyncIterator[match_pb2.AssignScenesRequest],
    ) -> match_pb2.AssignScenesRequest | None:
        with ClipUpload(self._max_clip_bytes) as upload:
            while request is not None and _belongs(request, "video_chunk"):
                await self._run(partial(upload.write, request.video_chunk))
                request = await anext(requests, None)
            await self._run(lambda: upload.read_with(lambda clip: show_clip(session, self._model, clip)))
        return request

    async def _read_frames(
        self,
        session: Session,
        request: match_pb2.AssignScenesRequest | None,
        requests: AsyncIterator[match_pb2.AssignScenesRequest],
    ) -> match_pb2.AssignScenesRequest | None:
        first_us = request.frame.capture_time_us if request is not None else 0

        def add(frame: match_pb2.Frame) -> None:
            time_s = (check_capture_time(frame) - first_us) / 1e6
            picture = decode_frame(frame)
            session.add(time_s, picture, arrived_s=time.monotonic())

        while request is not None and _belongs(request, "frame"):
            await self._run(partial(add, request.frame))
            request = await anext(requests, None)
        return request

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)


def _belongs(request: match_pb2.AssignScenesRequest, kind: str) -> bool:
    """Tell whether a message continues a scene of this kind; False if it names the next scene."""
    if _kind(request) in ("scene", kind):
        return _kind(request) == kind
    raise InvalidInputError(
        f"after {kind} send another {kind} or the next scene, not {_kind(request)}", field=_kind(request)
    )


def _kind(request: match_pb2.AssignScenesRequest | None) -> str:
    return (request.WhichOneof("message") or "message") if request is not None else "message"
