from google.protobuf import timestamp_pb2 as _timestamp_pb2
from scenescore.v1 import match_pb2 as _match_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Track(_message.Message):
    __slots__ = ("name", "title", "artist", "license", "url", "file", "duration_s", "segment_start_s", "segment_looped", "create_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ARTIST_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    DURATION_S_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_START_S_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_LOOPED_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    artist: str
    license: str
    url: str
    file: str
    duration_s: float
    segment_start_s: float
    segment_looped: bool
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., artist: _Optional[str] = ..., license: _Optional[str] = ..., url: _Optional[str] = ..., file: _Optional[str] = ..., duration_s: _Optional[float] = ..., segment_start_s: _Optional[float] = ..., segment_looped: bool = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListTracksRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "project")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    project: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., project: _Optional[str] = ...) -> None: ...

class ListTracksResponse(_message.Message):
    __slots__ = ("tracks", "next_page_token", "total_size")
    TRACKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    tracks: _containers.RepeatedCompositeFieldContainer[Track]
    next_page_token: str
    total_size: int
    def __init__(self, tracks: _Optional[_Iterable[_Union[Track, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class GetTrackRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetTrackResponse(_message.Message):
    __slots__ = ("track",)
    TRACK_FIELD_NUMBER: _ClassVar[int]
    track: Track
    def __init__(self, track: _Optional[_Union[Track, _Mapping]] = ...) -> None: ...

class ImportTracksRequest(_message.Message):
    __slots__ = ("paths", "follow", "project")
    PATHS_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    paths: _containers.RepeatedScalarFieldContainer[str]
    follow: bool
    project: str
    def __init__(self, paths: _Optional[_Iterable[str]] = ..., follow: bool = ..., project: _Optional[str] = ...) -> None: ...

class BrokenFile(_message.Message):
    __slots__ = ("file", "reason")
    FILE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    file: str
    reason: str
    def __init__(self, file: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ImportTracksResponse(_message.Message):
    __slots__ = ("files_done", "files_total", "added", "known", "broken", "eta_s", "done", "changes", "passed_over")
    FILES_DONE_FIELD_NUMBER: _ClassVar[int]
    FILES_TOTAL_FIELD_NUMBER: _ClassVar[int]
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    BROKEN_FIELD_NUMBER: _ClassVar[int]
    ETA_S_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    PASSED_OVER_FIELD_NUMBER: _ClassVar[int]
    files_done: int
    files_total: int
    added: int
    known: int
    broken: _containers.RepeatedCompositeFieldContainer[BrokenFile]
    eta_s: float
    done: bool
    changes: _containers.RepeatedCompositeFieldContainer[TrackChange]
    passed_over: _containers.RepeatedCompositeFieldContainer[PassedOver]
    def __init__(self, files_done: _Optional[int] = ..., files_total: _Optional[int] = ..., added: _Optional[int] = ..., known: _Optional[int] = ..., broken: _Optional[_Iterable[_Union[BrokenFile, _Mapping]]] = ..., eta_s: _Optional[float] = ..., done: bool = ..., changes: _Optional[_Iterable[_Union[TrackChange, _Mapping]]] = ..., passed_over: _Optional[_Iterable[_Union[PassedOver, _Mapping]]] = ...) -> None: ...

class TrackChange(_message.Message):
    __slots__ = ("track", "kind", "file", "former_file")
    TRACK_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    FORMER_FILE_FIELD_NUMBER: _ClassVar[int]
    track: str
    kind: str
    file: str
    former_file: str
    def __init__(self, track: _Optional[str] = ..., kind: _Optional[str] = ..., file: _Optional[str] = ..., former_file: _Optional[str] = ...) -> None: ...

class PassedOver(_message.Message):
    __slots__ = ("reason", "suffix", "count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUFFIX_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    suffix: str
    count: int
    def __init__(self, reason: _Optional[str] = ..., suffix: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class UpdateLibraryRequest(_message.Message):
    __slots__ = ("project", "all_projects")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    ALL_PROJECTS_FIELD_NUMBER: _ClassVar[int]
    project: str
    all_projects: bool
    def __init__(self, project: _Optional[str] = ..., all_projects: bool = ...) -> None: ...

class UpdateLibraryResponse(_message.Message):
    __slots__ = ("imported", "filled", "lacking", "dropped", "unreachable", "done")
    IMPORTED_FIELD_NUMBER: _ClassVar[int]
    FILLED_FIELD_NUMBER: _ClassVar[int]
    LACKING_FIELD_NUMBER: _ClassVar[int]
    DROPPED_FIELD_NUMBER: _ClassVar[int]
    UNREACHABLE_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    imported: ImportTracksResponse
    filled: int
    lacking: int
    dropped: _containers.RepeatedScalarFieldContainer[str]
    unreachable: _containers.RepeatedCompositeFieldContainer[BrokenFile]
    done: bool
    def __init__(self, imported: _Optional[_Union[ImportTracksResponse, _Mapping]] = ..., filled: _Optional[int] = ..., lacking: _Optional[int] = ..., dropped: _Optional[_Iterable[str]] = ..., unreachable: _Optional[_Iterable[_Union[BrokenFile, _Mapping]]] = ..., done: bool = ...) -> None: ...

class DeleteTrackRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class DeleteTrackResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ReadTrackAudioRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ReadTrackAudioResponse(_message.Message):
    __slots__ = ("content_type", "total_bytes", "data")
    CONTENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    content_type: str
    total_bytes: int
    data: bytes
    def __init__(self, content_type: _Optional[str] = ..., total_bytes: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class FindSimilarTracksRequest(_message.Message):
    __slots__ = ("name", "model", "top_k", "project")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TOP_K_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    name: str
    model: str
    top_k: int
    project: str
    def __init__(self, name: _Optional[str] = ..., model: _Optional[str] = ..., top_k: _Optional[int] = ..., project: _Optional[str] = ...) -> None: ...

class FindSimilarTracksResponse(_message.Message):
    __slots__ = ("matches",)
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    matches: _containers.RepeatedCompositeFieldContainer[_match_pb2.Match]
    def __init__(self, matches: _Optional[_Iterable[_Union[_match_pb2.Match, _Mapping]]] = ...) -> None: ...

class FindTracksByTextRequest(_message.Message):
    __slots__ = ("query", "top_k", "project")
    QUERY_FIELD_NUMBER: _ClassVar[int]
    TOP_K_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    query: str
    top_k: int
    project: str
    def __init__(self, query: _Optional[str] = ..., top_k: _Optional[int] = ..., project: _Optional[str] = ...) -> None: ...

class TextReason(_message.Message):
    __slots__ = ("kind", "weight", "words")
    KIND_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    kind: str
    weight: float
    words: str
    def __init__(self, kind: _Optional[str] = ..., weight: _Optional[float] = ..., words: _Optional[str] = ...) -> None: ...

class TextMatch(_message.Message):
    __slots__ = ("rank", "track", "fit", "reasons")
    RANK_FIELD_NUMBER: _ClassVar[int]
    TRACK_FIELD_NUMBER: _ClassVar[int]
    FIT_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    rank: int
    track: Track
    fit: float
    reasons: _containers.RepeatedCompositeFieldContainer[TextReason]
    def __init__(self, rank: _Optional[int] = ..., track: _Optional[_Union[Track, _Mapping]] = ..., fit: _Optional[float] = ..., reasons: _Optional[_Iterable[_Union[TextReason, _Mapping]]] = ...) -> None: ...

class FindTracksByTextResponse(_message.Message):
    __slots__ = ("matches", "kinds")
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    matches: _containers.RepeatedCompositeFieldContainer[TextMatch]
    kinds: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, matches: _Optional[_Iterable[_Union[TextMatch, _Mapping]]] = ..., kinds: _Optional[_Iterable[str]] = ...) -> None: ...

class FindScenesConfig(_message.Message):
    __slots__ = ("track", "model", "top_k", "project")
    TRACK_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TOP_K_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    track: str
    model: str
    top_k: int
    project: str
    def __init__(self, track: _Optional[str] = ..., model: _Optional[str] = ..., top_k: _Optional[int] = ..., project: _Optional[str] = ...) -> None: ...

class SearchedClip(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class FindScenesForTrackRequest(_message.Message):
    __slots__ = ("config", "clip", "frame", "video_chunk")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    CLIP_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    VIDEO_CHUNK_FIELD_NUMBER: _ClassVar[int]
    config: FindScenesConfig
    clip: SearchedClip
    frame: _match_pb2.Frame
    video_chunk: bytes
    def __init__(self, config: _Optional[_Union[FindScenesConfig, _Mapping]] = ..., clip: _Optional[_Union[SearchedClip, _Mapping]] = ..., frame: _Optional[_Union[_match_pb2.Frame, _Mapping]] = ..., video_chunk: _Optional[bytes] = ...) -> None: ...

class FoundScene(_message.Message):
    __slots__ = ("rank", "clip", "start_s", "end_s", "distance", "fit")
    RANK_FIELD_NUMBER: _ClassVar[int]
    CLIP_FIELD_NUMBER: _ClassVar[int]
    START_S_FIELD_NUMBER: _ClassVar[int]
    END_S_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    FIT_FIELD_NUMBER: _ClassVar[int]
    rank: int
    clip: str
    start_s: float
    end_s: float
    distance: float
    fit: float
    def __init__(self, rank: _Optional[int] = ..., clip: _Optional[str] = ..., start_s: _Optional[float] = ..., end_s: _Optional[float] = ..., distance: _Optional[float] = ..., fit: _Optional[float] = ...) -> None: ...

class FindScenesForTrackResponse(_message.Message):
    __slots__ = ("scenes", "model")
    SCENES_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    scenes: _containers.RepeatedCompositeFieldContainer[FoundScene]
    model: str
    def __init__(self, scenes: _Optional[_Iterable[_Union[FoundScene, _Mapping]]] = ..., model: _Optional[str] = ...) -> None: ...
