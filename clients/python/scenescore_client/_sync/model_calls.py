# Generated from scenescore_client/_async/model_calls.py by generate_sync.py. Do not edit.
"""Calls of the bundles: trained models, each of one referred game."""

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

from scenescore.v1 import model_pb2
from scenescore.v1.model_pb2_grpc import ModelServiceStub
from scenescore_client import requests
from scenescore_client._sync.calls import Calls
from scenescore_client.messages import Frame
from scenescore_client.records import Model, Suggestion, TrainProgress


class ModelCalls(Calls):
    """Lists, compares and trains bundles."""

    def list_models(self) -> list[Model]:
        """Return all installed bundles.

        Returns
        -------
        list of Model
            Sorted by name.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        request = model_pb2.ListModelsRequest(page_size=requests.PAGE_SIZE)
        pages = self._pages(ModelServiceStub, "ListModels", request)
        return [Model.from_proto(model) for page in pages for model in page.models]

    def get_model(self, name: str) -> Model:
        """Return one bundle.

        Parameters
        ----------
        name : str
            ``models/{id}``.

        Returns
        -------
        Model
            The bundle.

        Raises
        ------
        NotFoundError
            There is no such bundle.
        """
        request = model_pb2.GetModelRequest(name=name)
        response = self._ask(ModelServiceStub, "GetModel", request)
        return Model.from_proto(response.model)

    def suggest_model(self, frames: Iterable[Frame]) -> list[Suggestion]:
        """Compare pictures of a game with the referred games of the installed bundles.

        Parameters
        ----------
        frames : iterable of Frame
            1 to 100 pictures of the game, of different scenes.

        Returns
        -------
        list of Suggestion
            The bundle whose game looks most alike first.

        Raises
        ------
        PreconditionError
            No installed bundle holds pictures of its game.
        """
        request = requests.suggestion(frames)
        response = self._ask(ModelServiceStub, "SuggestModel", request)
        return [Suggestion.from_proto(suggestion) for suggestion in response.suggestions]

    def train_model(
        self,
        model_id: str,
        game: str,
        videos: Sequence[str | Path],
        *,
        preset: str = "",
        features: Sequence[str] = (),
        steps: int = 0,
        epochs: int = 0,
        seed: int = 0,
        precision: str = "",
    ) -> Generator[TrainProgress, None, None]:
        """Train a bundle on videos of the daemon's machine.

        Closing the generator cancels the training. The daemon keeps the best model so far.

        Parameters
        ----------
        model_id : str
            The new bundle's id, 1 to 64 of a-z, 0-9, ``-`` and ``_``.
        game : str
            The referred game's name, 1 to 200 characters.
        videos : sequence of str or Path
            1 to 1000 files below the daemon's ``--allow-root`` folders.
        preset : str
            ``default`` or ``paper``; empty for ``default``.
        features : sequence of str
            The feature set; empty for the preset's.
        steps : int
            Steps of the 12-second window, 2 to 240; 0 for 24.
        epochs : int
            1 to 10000; 0 for the preset's.
        seed : int
            Seed of all random numbers, 0 or more.
        precision : str
            Number format of the convolutions during training, ``float32``, ``bfloat16`` or ``auto``; empty
            for ``auto``.

        Yields
        ------
        TrainProgress
            The progress; the last one holds the bundle.

        Raises
        ------
        InvalidInputError
            A value is out of range.
        PermissionDeniedError
            A video lies outside the daemon's ``--allow-root`` folders.
        UnavailableError
            The daemon runs without TensorFlow.
        """
        request = requests.training(
            *(model_id, game, videos),
            preset=preset,
            features=features,
            steps=steps,
            epochs=epochs,
            seed=seed,
            precision=precision,
        )
        with self._connect() as (channel, endpoint):
            stub: Any = ModelServiceStub(channel)
            for response in stub.TrainModel(request, metadata=endpoint.metadata):
                yield TrainProgress.from_proto(response)
