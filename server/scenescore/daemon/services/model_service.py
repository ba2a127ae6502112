"""ModelService: the bundles, and the training of new ones."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TypeVar

import grpc
import numpy as np

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.training import TrainingRun, training_options
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import check_count, encoding_of, id_of, to_model
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError, NotFoundError, PreconditionError
from scenescore.frames.decode import decode
from scenescore.frames.picture_hash import picture_hash
from scenescore.model.bundle.installed import find_bundle
from scenescore.retrieval.engine import Engine
from scenescore.v1 import match_pb2, model_pb2, model_pb2_grpc

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_SUGGEST_FRAMES: Final = 100


class ModelService(model_pb2_grpc.ModelServiceServicer):
    """Answers the contract's ``ModelService``.

    Parameters
    ----------
    engine : Engine
        Knows the bundles.
    life : Life
        Says when the daemon ends.
    roots : AllowedRoots
        Where videos may lie.
    """

    def __init__(self, engine: Engine, life: Life, roots: AllowedRoots) -> None:
        self._engine = engine
        self._life = life
        self._roots = roots

    async def ListModels(
        self, request: model_pb2.ListModelsRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.ListModelsResponse:
        """List the bundles by name."""
        size, offset = page_size(request.page_size), read_token(request.page_token)
        bundles = await self._slowly(self._engine.bundles)
        return model_pb2.ListModelsResponse(
            models=map(to_model, bundles[offset : offset + size]),
            next_page_token=make_token(offset + size) if len(bundles) > offset + size else "",
        )

    async def GetModel(
        self, request: model_pb2.GetModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.GetModelResponse:
        """Return one bundle."""
        name = id_of(request.name, "models", field="name")
        for bundle in await self._slowly(self._engine.bundles):
            if bundle.name == name:
                return model_pb2.GetModelResponse(model=to_model(bundle))
        # Says what is there, or what is broken about it.
        await self._slowly(lambda: find_bundle(name))
        raise NotFoundError(f"there is no bundle {name!r}; ListModels tells those there are")

    async def TrainModel(
        self, request: model_pb2.TrainModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[model_pb2.TrainModelResponse]:
        """Learn a bundle from a game's videos, in a process of its own."""
        options = await self._slowly(lambda: training_options(request, self._roots))
        async for progress in TrainingRun(options, self._life).progress():
            yield progress
        bundle = await self._slowly(lambda: self._engine.reload(request.model_id))
        yield model_pb2.TrainModelResponse(stage="export", model=to_model(bundle))

    async def SuggestModel(
        self, request: model_pb2.SuggestModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.SuggestModelResponse:
        """Tell which bundles' games look most like some pictures."""
        check_count(len(request.frames), 1, MAX_SUGGEST_FRAMES, field="frames")
        return await self._slowly(lambda: self._suggest(request))

    def _suggest(self, request: model_pb2.SuggestModelRequest) -> model_pb2.SuggestModelResponse:
        # Hashing pictures is seldom needed, and costs start-up.
        from scenescore.retrieval.game_similarity import suggest, why_left_out  # noqa: PLC0415

        bundles = self._engine.bundles()
        hashes = np.array([_hash(frame, i) for i, frame in enumerate(request.frames)], np.uint64)
        suggestions, left_out = suggest(hashes, bundles)
        if left_out:
            log.info("SuggestModel: %s", why_left_out(left_out))
        if not suggestions:
            raise PreconditionError(
                why_left_out(left_out) or "there is no bundle to suggest; train one with TrainModel"
            )
        return model_pb2.SuggestModelResponse(
            suggestions=[
                model_pb2.ModelSuggestion(model=to_model(one.bundle), dissimilarity=one.dissimilarity)
                for one in suggestions
            ]
        )

    async def _slowly(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._engine.slow, work)


def _hash(frame: match_pb2.Frame, place: int) -> int:
    """Return a picture's hash; errors name its place in the request."""
    try:
        return picture_hash(decode(encoding_of(frame), frame.data, frame.width, frame.height))
    except InvalidInputError as error:
        named = f"frames[{place}]"
        raise InvalidInputError(
            f"{named}: {error.message}", field=error.field.replace("frame", named, 1)
        ) from error
