from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_sessions", "max_message_bytes", "max_frame_side", "max_frame_pixels", "max_clip_bytes")
    MAX_SESSIONS_FIELD_NUMBER: _ClassVar[int]
    MAX_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_FRAME_SIDE_FIELD_NUMBER: _ClassVar[int]
    MAX_FRAME_PIXELS_FIELD_NUMBER: _ClassVar[int]
    MAX_CLIP_BYTES_FIELD_NUMBER: _ClassVar[int]
    max_sessions: int
    max_message_bytes: int
    max_frame_side: int
    max_frame_pixels: int
    max_clip_bytes: int
    def __init__(self, max_sessions: _Optional[int] = ..., max_message_bytes: _Optional[int] = ..., max_frame_side: _Optional[int] = ..., max_frame_pixels: _Optional[int] = ..., max_clip_bytes: _Optional[int] = ...) -> None: ...

class GetInfoResponse(_message.Message):
    __slots__ = ("version", "pid", "default_model", "loaded_models", "tracks", "sessions", "limits", "screen_capture_problem", "uptime")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_MODEL_FIELD_NUMBER: _ClassVar[int]
    LOADED_MODELS_FIELD_NUMBER: _ClassVar[int]
    TRACKS_FIELD_NUMBER: _ClassVar[int]
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SCREEN_CAPTURE_PROBLEM_FIELD_NUMBER: _ClassVar[int]
    UPTIME_FIELD_NUMBER: _ClassVar[int]
    version: str
    pid: int
    default_model: str
    loaded_models: _containers.RepeatedScalarFieldContainer[str]
    tracks: int
    sessions: int
    limits: Limits
    screen_capture_problem: str
    uptime: _duration_pb2.Duration
    def __init__(self, version: _Optional[str] = ..., pid: _Optional[int] = ..., default_model: _Optional[str] = ..., loaded_models: _Optional[_Iterable[str]] = ..., tracks: _Optional[int] = ..., sessions: _Optional[int] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., screen_capture_problem: _Optional[str] = ..., uptime: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ShutdownRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ShutdownResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
