from scenescore.v1 import match_pb2 as _match_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Model(_message.Message):
    __slots__ = ("name", "game", "preset", "steps", "features", "dimensions", "held_out_loss", "mean_loss")
    NAME_FIELD_NUMBER: _ClassVar[int]
    GAME_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    HELD_OUT_LOSS_FIELD_NUMBER: _ClassVar[int]
    MEAN_LOSS_FIELD_NUMBER: _ClassVar[int]
    name: str
    game: str
    preset: str
    steps: int
    features: _containers.RepeatedScalarFieldContainer[str]
    dimensions: int
    held_out_loss: float
    mean_loss: float
    def __init__(self, name: _Optional[str] = ..., game: _Optional[str] = ..., preset: _Optional[str] = ..., steps: _Optional[int] = ..., features: _Optional[_Iterable[str]] = ..., dimensions: _Optional[int] = ..., held_out_loss: _Optional[float] = ..., mean_loss: _Optional[float] = ...) -> None: ...

class ListModelsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListModelsResponse(_message.Message):
    __slots__ = ("models", "next_page_token")
    MODELS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    models: _containers.RepeatedCompositeFieldContainer[Model]
    next_page_token: str
    def __init__(self, models: _Optional[_Iterable[_Union[Model, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetModelRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class TrainModelRequest(_message.Message):
    __slots__ = ("model_id", "game", "videos", "preset", "features", "steps", "epochs", "seed", "precision")
    MODEL_ID_FIELD_NUMBER: _ClassVar[int]
    GAME_FIELD_NUMBER: _ClassVar[int]
    VIDEOS_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    PRECISION_FIELD_NUMBER: _ClassVar[int]
    model_id: str
    game: str
    videos: _containers.RepeatedScalarFieldContainer[str]
    preset: str
    features: _containers.RepeatedScalarFieldContainer[str]
    steps: int
    epochs: int
    seed: int
    precision: str
    def __init__(self, model_id: _Optional[str] = ..., game: _Optional[str] = ..., videos: _Optional[_Iterable[str]] = ..., preset: _Optional[str] = ..., features: _Optional[_Iterable[str]] = ..., steps: _Optional[int] = ..., epochs: _Optional[int] = ..., seed: _Optional[int] = ..., precision: _Optional[str] = ...) -> None: ...

class TrainModelResponse(_message.Message):
    __slots__ = ("stage", "epoch", "epochs", "loss", "validation_loss", "eta_s", "model")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    VALIDATION_LOSS_FIELD_NUMBER: _ClassVar[int]
    ETA_S_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    stage: str
    epoch: int
    epochs: int
    loss: float
    validation_loss: float
    eta_s: float
    model: Model
    def __init__(self, stage: _Optional[str] = ..., epoch: _Optional[int] = ..., epochs: _Optional[int] = ..., loss: _Optional[float] = ..., validation_loss: _Optional[float] = ..., eta_s: _Optional[float] = ..., model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class SuggestModelRequest(_message.Message):
    __slots__ = ("frames",)
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    frames: _containers.RepeatedCompositeFieldContainer[_match_pb2.Frame]
    def __init__(self, frames: _Optional[_Iterable[_Union[_match_pb2.Frame, _Mapping]]] = ...) -> None: ...

class ModelSuggestion(_message.Message):
    __slots__ = ("model", "dissimilarity")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    DISSIMILARITY_FIELD_NUMBER: _ClassVar[int]
    model: Model
    dissimilarity: float
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ..., dissimilarity: _Optional[float] = ...) -> None: ...

class SuggestModelResponse(_message.Message):
    __slots__ = ("suggestions",)
    SUGGESTIONS_FIELD_NUMBER: _ClassVar[int]
    suggestions: _containers.RepeatedCompositeFieldContainer[ModelSuggestion]
    def __init__(self, suggestions: _Optional[_Iterable[_Union[ModelSuggestion, _Mapping]]] = ...) -> None: ...
