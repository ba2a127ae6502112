from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FrameEncoding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FRAME_ENCODING_UNSPECIFIED: _ClassVar[FrameEncoding]
    FRAME_ENCODING_RGB8: _ClassVar[FrameEncoding]
    FRAME_ENCODING_RGBA8: _ClassVar[FrameEncoding]
    FRAME_ENCODING_JPEG: _ClassVar[FrameEncoding]
    FRAME_ENCODING_PNG: _ClassVar[FrameEncoding]
FRAME_ENCODING_UNSPECIFIED: FrameEncoding
FRAME_ENCODING_RGB8: FrameEncoding
FRAME_ENCODING_RGBA8: FrameEncoding
FRAME_ENCODING_JPEG: FrameEncoding
FRAME_ENCODING_PNG: FrameEncoding

class Frame(_message.Message):
    __slots__ = ("capture_time_us", "encoding", "width", "height", "data")
    CAPTURE_TIME_US_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    capture_time_us: int
    encoding: FrameEncoding
    width: int
    height: int
    data: bytes
    def __init__(self, capture_time_us: _Optional[int] = ..., encoding: _Optional[_Union[FrameEncoding, str]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class SessionConfig(_message.Message):
    __slots__ = ("model", "top_k", "answer_interval", "minimum_dwell", "margin", "remember_scenes", "project")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TOP_K_FIELD_NUMBER: _ClassVar[int]
    ANSWER_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_DWELL_FIELD_NUMBER: _ClassVar[int]
    MARGIN_FIELD_NUMBER: _ClassVar[int]
    REMEMBER_SCENES_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    model: str
    top_k: int
    answer_interval: _duration_pb2.Duration
    minimum_dwell: _duration_pb2.Duration
    margin: float
    remember_scenes: bool
    project: str
    def __init__(self, model: _Optional[str] = ..., top_k: _Optional[int] = ..., answer_interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., minimum_dwell: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., margin: _Optional[float] = ..., remember_scenes: bool = ..., project: _Optional[str] = ...) -> None: ...

class MatchReason(_message.Message):
    __slots__ = ("kind", "weight", "words")
    KIND_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    kind: str
    weight: float
    words: str
    def __init__(self, kind: _Optional[str] = ..., weight: _Optional[float] = ..., words: _Optional[str] = ...) -> None: ...

class Match(_message.Message):
    __slots__ = ("rank", "track", "title", "artist", "license", "url", "file", "distance", "score", "fit", "reasons")
    RANK_FIELD_NUMBER: _ClassVar[int]
    TRACK_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ARTIST_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    FIT_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    rank: int
    track: str
    title: str
    artist: str
    license: str
    url: str
    file: str
    distance: float
    score: float
    fit: float
    reasons: _containers.RepeatedCompositeFieldContainer[MatchReason]
    def __init__(self, rank: _Optional[int] = ..., track: _Optional[str] = ..., title: _Optional[str] = ..., artist: _Optional[str] = ..., license: _Optional[str] = ..., url: _Optional[str] = ..., file: _Optional[str] = ..., distance: _Optional[float] = ..., score: _Optional[float] = ..., fit: _Optional[float] = ..., reasons: _Optional[_Iterable[_Union[MatchReason, _Mapping]]] = ...) -> None: ...

class Answer(_message.Message):
    __slots__ = ("matches", "steps", "steps_filled", "early", "scene_changed", "scene_steps", "steady", "steady_track", "frame_time_us", "answer_delay", "frames_received", "frames_dropped", "model", "session", "tracks_without_features")
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FILLED_FIELD_NUMBER: _ClassVar[int]
    EARLY_FIELD_NUMBER: _ClassVar[int]
    SCENE_CHANGED_FIELD_NUMBER: _ClassVar[int]
    SCENE_STEPS_FIELD_NUMBER: _ClassVar[int]
    STEADY_FIELD_NUMBER: _ClassVar[int]
    STEADY_TRACK_FIELD_NUMBER: _ClassVar[int]
    FRAME_TIME_US_FIELD_NUMBER: _ClassVar[int]
    ANSWER_DELAY_FIELD_NUMBER: _ClassVar[int]
    FRAMES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    FRAMES_DROPPED_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TRACKS_WITHOUT_FEATURES_FIELD_NUMBER: _ClassVar[int]
    matches: _containers.RepeatedCompositeFieldContainer[Match]
    steps: int
    steps_filled: int
    early: bool
    scene_changed: bool
    scene_steps: int
    steady: bool
    steady_track: str
    frame_time_us: int
    answer_delay: _duration_pb2.Duration
    frames_received: int
    frames_dropped: int
    model: str
    session: str
    tracks_without_features: int
    def __init__(self, matches: _Optional[_Iterable[_Union[Match, _Mapping]]] = ..., steps: _Optional[int] = ..., steps_filled: _Optional[int] = ..., early: bool = ..., scene_changed: bool = ..., scene_steps: _Optional[int] = ..., steady: bool = ..., steady_track: _Optional[str] = ..., frame_time_us: _Optional[int] = ..., answer_delay: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., frames_received: _Optional[int] = ..., frames_dropped: _Optional[int] = ..., model: _Optional[str] = ..., session: _Optional[str] = ..., tracks_without_features: _Optional[int] = ...) -> None: ...

class MatchFramesRequest(_message.Message):
    __slots__ = ("config", "frame")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    config: SessionConfig
    frame: Frame
    def __init__(self, config: _Optional[_Union[SessionConfig, _Mapping]] = ..., frame: _Optional[_Union[Frame, _Mapping]] = ...) -> None: ...

class MatchFramesResponse(_message.Message):
    __slots__ = ("answer",)
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    answer: Answer
    def __init__(self, answer: _Optional[_Union[Answer, _Mapping]] = ...) -> None: ...

class ScreenRegion(_message.Message):
    __slots__ = ("left", "top", "width", "height")
    LEFT_FIELD_NUMBER: _ClassVar[int]
    TOP_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    left: int
    top: int
    width: int
    height: int
    def __init__(self, left: _Optional[int] = ..., top: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ...) -> None: ...

class MatchScreenRequest(_message.Message):
    __slots__ = ("config", "monitor", "region", "frames_per_second")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    MONITOR_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    FRAMES_PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    config: SessionConfig
    monitor: int
    region: ScreenRegion
    frames_per_second: float
    def __init__(self, config: _Optional[_Union[SessionConfig, _Mapping]] = ..., monitor: _Optional[int] = ..., region: _Optional[_Union[ScreenRegion, _Mapping]] = ..., frames_per_second: _Optional[float] = ...) -> None: ...

class MatchScreenResponse(_message.Message):
    __slots__ = ("answer",)
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    answer: Answer
    def __init__(self, answer: _Optional[_Union[Answer, _Mapping]] = ...) -> None: ...

class ClipConfig(_message.Message):
    __slots__ = ("session", "start_s", "end_s")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    START_S_FIELD_NUMBER: _ClassVar[int]
    END_S_FIELD_NUMBER: _ClassVar[int]
    session: SessionConfig
    start_s: float
    end_s: float
    def __init__(self, session: _Optional[_Union[SessionConfig, _Mapping]] = ..., start_s: _Optional[float] = ..., end_s: _Optional[float] = ...) -> None: ...

class MatchClipRequest(_message.Message):
    __slots__ = ("config", "video_chunk", "frame")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    VIDEO_CHUNK_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    config: ClipConfig
    video_chunk: bytes
    frame: Frame
    def __init__(self, config: _Optional[_Union[ClipConfig, _Mapping]] = ..., video_chunk: _Optional[bytes] = ..., frame: _Optional[_Union[Frame, _Mapping]] = ...) -> None: ...

class MatchClipResponse(_message.Message):
    __slots__ = ("answer",)
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    answer: Answer
    def __init__(self, answer: _Optional[_Union[Answer, _Mapping]] = ...) -> None: ...

class AssignConfig(_message.Message):
    __slots__ = ("model", "max_uses_per_track", "excluded_tracks", "project")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MAX_USES_PER_TRACK_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_TRACKS_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    model: str
    max_uses_per_track: int
    excluded_tracks: _containers.RepeatedScalarFieldContainer[str]
    project: str
    def __init__(self, model: _Optional[str] = ..., max_uses_per_track: _Optional[int] = ..., excluded_tracks: _Optional[_Iterable[str]] = ..., project: _Optional[str] = ...) -> None: ...

class AssignScene(_message.Message):
    __slots__ = ("name", "pinned_track")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PINNED_TRACK_FIELD_NUMBER: _ClassVar[int]
    name: str
    pinned_track: str
    def __init__(self, name: _Optional[str] = ..., pinned_track: _Optional[str] = ...) -> None: ...

class AssignScenesRequest(_message.Message):
    __slots__ = ("config", "scene", "frame", "video_chunk")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    VIDEO_CHUNK_FIELD_NUMBER: _ClassVar[int]
    config: AssignConfig
    scene: AssignScene
    frame: Frame
    video_chunk: bytes
    def __init__(self, config: _Optional[_Union[AssignConfig, _Mapping]] = ..., scene: _Optional[_Union[AssignScene, _Mapping]] = ..., frame: _Optional[_Union[Frame, _Mapping]] = ..., video_chunk: _Optional[bytes] = ...) -> None: ...

class Assignment(_message.Message):
    __slots__ = ("scene", "match")
    SCENE_FIELD_NUMBER: _ClassVar[int]
    MATCH_FIELD_NUMBER: _ClassVar[int]
    scene: str
    match: Match
    def __init__(self, scene: _Optional[str] = ..., match: _Optional[_Union[Match, _Mapping]] = ...) -> None: ...

class AssignScenesResponse(_message.Message):
    __slots__ = ("assignments", "tracks_without_features")
    ASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    TRACKS_WITHOUT_FEATURES_FIELD_NUMBER: _ClassVar[int]
    assignments: _containers.RepeatedCompositeFieldContainer[Assignment]
    tracks_without_features: int
    def __init__(self, assignments: _Optional[_Iterable[_Union[Assignment, _Mapping]]] = ..., tracks_without_features: _Optional[int] = ...) -> None: ...
