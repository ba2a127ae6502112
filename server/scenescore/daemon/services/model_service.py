"""ModelService: the bundles, and the training of new bundles."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TypeVar

import grpc
import numpy as np

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.train_model import TrainModelJob, training_arguments
from scenescore.daemon.messages.frame import decode_frame
from scenescore.daemon.messages.model import to_model
from scenescore.daemon.messages.repeated import check_value_count
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError, NotFoundError, PreconditionError
from scenescore.frames.picture_hash import picture_hash
from scenescore.model.bundle.installed import find_bundle
from scenescore.retrieval.engine import Engine
from scenescore.v1 import match_pb2, model_pb2, model_pb2_grpc

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_SUGGEST_FRAMES: Final = 100


class ModelService(model_pb2_grpc.ModelServiceServicer):
    """The contract's ``ModelService``.

    Parameters
    ----------
    engine : Engine
        Knows the bundles.
    lifecycle : Lifecycle
        Announces the shutdown.
    allowed_roots : AllowedRoots
        The folders whose videos a training may use.
    """

    def __init__(self, engine: Engine, lifecycle: Lifecycle, allowed_roots: AllowedRoots) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._allowed_roots = allowed_roots

    async def ListModels(
        self, request: model_pb2.ListModelsRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.ListModelsResponse:
        """List the bundles in the order of their names."""
        size, offset = page_size(request.page_size), read_token(request.page_token)
        bundles = await self._run(self._engine.bundles)
        return model_pb2.ListModelsResponse(
            models=map(to_model, bundles[offset : offset + size]),
            next_page_token=make_token(offset + size) if len(bundles) > offset + size else "",
        )

    async def GetModel(
        self, request: model_pb2.GetModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.GetModelResponse:
        """Return one bundle."""
        name = parse_id(request.name, "models", field="name")
        for bundle in await self._run(self._engine.bundles):
            if bundle.name == name:
                return model_pb2.GetModelResponse(model=to_model(bundle))
        # The error of `find_bundle` names the bundles there are, or says what is wrong with this one.
        await self._run(lambda: find_bundle(name))
        raise NotFoundError(f"there is no bundle {name!r}; ListModels lists the bundles")

    async def TrainModel(
        self, request: model_pb2.TrainModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[model_pb2.TrainModelResponse]:
        """Train a bundle on videos of a game, in a process of its own."""
        arguments = await self._run(lambda: training_arguments(request, self._allowed_roots))
        async for progress in TrainModelJob(arguments, self._lifecycle).progress():
            yield progress
        bundle = await self._run(lambda: self._engine.reload(request.model_id))
        yield model_pb2.TrainModelResponse(stage="export", model=to_model(bundle))

    async def SuggestModel(
        self, request: model_pb2.SuggestModelRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> model_pb2.SuggestModelResponse:
        """Rank the bundles by how similar their games look to some pictures."""
        check_value_count(len(request.frames), 1, MAX_SUGGEST_FRAMES, field="frames")
        return await self._run(lambda: self._suggest(request))

    def _suggest(self, request: model_pb2.SuggestModelRequest) -> model_pb2.SuggestModelResponse:
        # Few daemons need this module, and it would slow down every start.
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

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)


def _hash(frame: match_pb2.Frame, place: int) -> int:
    """Return the hash of a picture. Errors say which picture of the request it is."""
    try:
        return picture_hash(decode_frame(frame))
    except InvalidInputError as error:
        named = f"frames[{place}]"
        raise InvalidInputError(
            f"{named}: {error.message}", field=error.field.replace("frame", named, 1)
        ) from error
