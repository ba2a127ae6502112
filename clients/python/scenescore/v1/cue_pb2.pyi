from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Cue(_message.Message):
    __slots__ = ("name", "scene", "track", "model", "create_time", "project")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TRACK_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    name: str
    scene: str
    track: str
    model: str
    create_time: _timestamp_pb2.Timestamp
    project: str
    def __init__(self, name: _Optional[str] = ..., scene: _Optional[str] = ..., track: _Optional[str] = ..., model: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., project: _Optional[str] = ...) -> None: ...

class AddCueRequest(_message.Message):
    __slots__ = ("scene", "track", "model", "frames", "session", "project")
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TRACK_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    scene: str
    track: str
    model: str
    frames: _containers.RepeatedScalarFieldContainer[bytes]
    session: str
    project: str
    def __init__(self, scene: _Optional[str] = ..., track: _Optional[str] = ..., model: _Optional[str] = ..., frames: _Optional[_Iterable[bytes]] = ..., session: _Optional[str] = ..., project: _Optional[str] = ...) -> None: ...

class AddCueResponse(_message.Message):
    __slots__ = ("cue",)
    CUE_FIELD_NUMBER: _ClassVar[int]
    cue: Cue
    def __init__(self, cue: _Optional[_Union[Cue, _Mapping]] = ...) -> None: ...

class ListCuesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "project")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    project: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., project: _Optional[str] = ...) -> None: ...

class ListCuesResponse(_message.Message):
    __slots__ = ("cues", "next_page_token")
    CUES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cues: _containers.RepeatedCompositeFieldContainer[Cue]
    next_page_token: str
    def __init__(self, cues: _Optional[_Iterable[_Union[Cue, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteCueRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class DeleteCueResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SyncCuesConfig(_message.Message):
    __slots__ = ("project", "model")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    project: str
    model: str
    def __init__(self, project: _Optional[str] = ..., model: _Optional[str] = ...) -> None: ...

class SyncedCue(_message.Message):
    __slots__ = ("scene", "track", "file", "title", "model", "window", "frames", "stillness")
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TRACK_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    STILLNESS_FIELD_NUMBER: _ClassVar[int]
    scene: str
    track: str
    file: str
    title: str
    model: str
    window: bytes
    frames: _containers.RepeatedScalarFieldContainer[bytes]
    stillness: float
    def __init__(self, scene: _Optional[str] = ..., track: _Optional[str] = ..., file: _Optional[str] = ..., title: _Optional[str] = ..., model: _Optional[str] = ..., window: _Optional[bytes] = ..., frames: _Optional[_Iterable[bytes]] = ..., stillness: _Optional[float] = ...) -> None: ...

class SyncCuesRequest(_message.Message):
    __slots__ = ("config", "cue")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    CUE_FIELD_NUMBER: _ClassVar[int]
    config: SyncCuesConfig
    cue: SyncedCue
    def __init__(self, config: _Optional[_Union[SyncCuesConfig, _Mapping]] = ..., cue: _Optional[_Union[SyncedCue, _Mapping]] = ...) -> None: ...

class UnresolvedCue(_message.Message):
    __slots__ = ("scene", "title", "reason")
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    scene: str
    title: str
    reason: str
    def __init__(self, scene: _Optional[str] = ..., title: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class SyncCuesResponse(_message.Message):
    __slots__ = ("known", "added", "removed", "unresolved")
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    UNRESOLVED_FIELD_NUMBER: _ClassVar[int]
    known: int
    added: int
    removed: int
    unresolved: _containers.RepeatedCompositeFieldContainer[UnresolvedCue]
    def __init__(self, known: _Optional[int] = ..., added: _Optional[int] = ..., removed: _Optional[int] = ..., unresolved: _Optional[_Iterable[_Union[UnresolvedCue, _Mapping]]] = ...) -> None: ...
