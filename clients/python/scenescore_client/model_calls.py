"""The bundles' calls."""

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

from scenescore.v1 import model_pb2
from scenescore.v1.model_pb2_grpc import ModelServiceStub
from scenescore_client import requests
from scenescore_client.calling import Calling
from scenescore_client.messages import Frame
from scenescore_client.records import Model, Suggestion, TrainProgress


class ModelCalls(Calling):
    """Bundles: trained models, each of one referred game."""

    def list_models(self) -> list[Model]:
        """Return all installed bundles, sorted by name."""
        request = model_pb2.ListModelsRequest(page_size=requests.PAGE_SIZE)
        pages = self._pages(ModelServiceStub, "ListModels", request)
        return [Model.from_proto(model) for page in pages for model in page.models]

    def get_model(self, name: str) -> Model:
        """Return the bundle ``models/{id}``.

        Raises
        ------
        NotFoundError
            There is no such bundle.
        """
        request = model_pb2.GetModelRequest(name=name)
        return Model.from_proto(self._ask(ModelServiceStub, "GetModel", request).model)

    def suggest_model(self, frames: Iterable[Frame]) -> list[Suggestion]:
        """Return the bundles by how much their referred game looks like some pictures, most alike first.

        Parameters
        ----------
        frames : iterable of Frame
            1 to 100 pictures of the game, of different scenes.

        Raises
        ------
        PreconditionError
            No installed bundle knows what its game looks like.
        """
        request = requests.suggestion(frames)
        answer = self._ask(ModelServiceStub, "SuggestModel", request)
        return [Suggestion.from_proto(one) for one in answer.suggestions]

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
        """Learn a bundle from videos on the daemon's machine; yield how far it is, at last the bundle.

        Giving up the iteration cancels the training; the best so far is kept.

        Parameters
        ----------
        model_id : str
            The new bundle's id, 1 to 64 of a-z, 0-9, ``-`` and ``_``.
        game : str
            The referred game's name.
        videos : sequence of str or Path
            1 to 1000 files.
        preset : str
            ``default`` or ``paper``; empty for ``default``.
        features : sequence of str
            The feature set; empty for the preset's.
        steps, epochs : int
            0 for the preset's.
        seed : int
            Of all that is drawn.
        precision : str
            What the convolutions compute in while they learn, ``float32``, ``bfloat16`` or ``auto``; empty
            for ``auto``.
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
        with self._calling() as (channel, endpoint):
            stub: Any = ModelServiceStub(channel)
            for response in stub.TrainModel(request, metadata=endpoint.metadata):
                yield TrainProgress.from_proto(response)
