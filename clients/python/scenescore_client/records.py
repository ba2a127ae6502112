"""Tracks, bundles, progress and the daemon's state, as frozen dataclasses."""

from dataclasses import dataclass
from datetime import UTC, datetime

from scenescore.v1 import daemon_pb2, library_pb2, model_pb2


@dataclass(frozen=True)
class Track:
    """One piece of music in the library.

    Attributes
    ----------
    name : str
        ``tracks/{id}``.
    title, artist, license, url : str
        Empty if unknown.
    file : str
        The track's file on the daemon's machine.
    duration_s : float
        Length in seconds.
    segment_start_s : float
        Start of the representative 12-second segment, seconds.
    segment_looped : bool
        True if the piece is shorter than 12 s and was looped to fill the segment.
    create_time : datetime
        When the track was added to the library, UTC.
    """

    name: str
    title: str
    artist: str
    license: str
    url: str
    file: str
    duration_s: float
    segment_start_s: float
    segment_looped: bool
    create_time: datetime

    @classmethod
    def from_proto(cls, message: library_pb2.Track) -> "Track":
        """Return the dataclass for a message of the contract."""
        return cls(
            name=message.name,
            title=message.title,
            artist=message.artist,
            license=message.license,
            url=message.url,
            file=message.file,
            duration_s=message.duration_s,
            segment_start_s=message.segment_start_s,
            segment_looped=message.segment_looped,
            create_time=message.create_time.ToDatetime(tzinfo=UTC),
        )


@dataclass(frozen=True)
class AudioChunk:
    """A piece of a track's file.

    Attributes
    ----------
    data : bytes
        At most 64 KiB.
    content_type : str
        MIME type such as ``audio/ogg``; only in the first chunk.
    total_bytes : int
        Size of the whole file; only in the first chunk.
    """

    data: bytes
    content_type: str
    total_bytes: int

    @classmethod
    def from_proto(cls, message: library_pb2.ReadTrackAudioResponse) -> "AudioChunk":
        """Return the dataclass for a message of the contract."""
        return cls(message.data, message.content_type, message.total_bytes)


@dataclass(frozen=True)
class Model:
    """A bundle: a trained model of one referred game.

    Attributes
    ----------
    name : str
        ``models/{id}``.
    game : str
        The referred game's name.
    preset : str
        ``default`` or ``paper``.
    steps : int
        Steps in the bundle's 12-second window.
    features : tuple of str
        The feature set, by librosa's names.
    dimensions : int
        Number of feature dimensions in total.
    held_out_loss, mean_loss : float
        Mean squared errors on held-out segments, of the model and of always predicting the mean.
    """

    name: str
    game: str
    preset: str
    steps: int
    features: tuple[str, ...]
    dimensions: int
    held_out_loss: float
    mean_loss: float

    @classmethod
    def from_proto(cls, message: model_pb2.Model) -> "Model":
        """Return the dataclass for a message of the contract."""
        return cls(
            name=message.name,
            game=message.game,
            preset=message.preset,
            steps=message.steps,
            features=tuple(message.features),
            dimensions=message.dimensions,
            held_out_loss=message.held_out_loss,
            mean_loss=message.mean_loss,
        )


@dataclass(frozen=True)
class Suggestion:
    """How similar a bundle's referred game and some pictures look.

    Attributes
    ----------
    model : Model
        The bundle.
    dissimilarity : float
        0 to 64; lower is more alike. About 32 means that they have nothing in common.
    """

    model: Model
    dissimilarity: float

    @classmethod
    def from_proto(cls, message: model_pb2.ModelSuggestion) -> "Suggestion":
        """Return the dataclass for a message of the contract."""
        return cls(Model.from_proto(message.model), message.dissimilarity)


@dataclass(frozen=True)
class TrainProgress:
    """The progress of a training.

    Attributes
    ----------
    stage : str
        ``segments``, ``features``, ``training`` or ``export``.
    epoch, epochs : int
        Epochs done, and epochs in total.
    loss, validation_loss : float
        Losses of the last epoch.
    eta_s : float
        Estimated remaining time, seconds.
    model : Model or None
        The finished bundle; only in the last message.
    """

    stage: str
    epoch: int
    epochs: int
    loss: float
    validation_loss: float
    eta_s: float
    model: Model | None

    @classmethod
    def from_proto(cls, message: model_pb2.TrainModelResponse) -> "TrainProgress":
        """Return the dataclass for a message of the contract."""
        return cls(
            stage=message.stage,
            epoch=message.epoch,
            epochs=message.epochs,
            loss=message.loss,
            validation_loss=message.validation_loss,
            eta_s=message.eta_s,
            model=Model.from_proto(message.model) if message.HasField("model") else None,
        )


@dataclass(frozen=True)
class Info:
    """The daemon's state.

    Attributes
    ----------
    version : str
        The daemon's version.
    pid : int
        The daemon's process id.
    default_model : str
        ``models/{id}`` of the bundle for sessions that name none.
    loaded_models : tuple of str
        ``models/{id}`` of the loaded bundles.
    tracks, sessions : int
        Tracks in the library, and open sessions.
    max_sessions, max_message_bytes, max_frame_side, max_frame_pixels, max_clip_bytes : int
        The daemon's limits; `max_frame_side` is that of a frame's longer side, pixels.
    screen_capture_problem : str
        Why the daemon can't capture its screen; empty if it can.
    uptime_s : float
        Time since the daemon was ready, seconds.
    """

    version: str
    pid: int
    default_model: str
    loaded_models: tuple[str, ...]
    tracks: int
    sessions: int
    max_sessions: int
    max_message_bytes: int
    max_frame_side: int
    max_frame_pixels: int
    max_clip_bytes: int
    screen_capture_problem: str
    uptime_s: float

    @classmethod
    def from_proto(cls, message: daemon_pb2.GetInfoResponse) -> "Info":
        """Return the dataclass for a message of the contract."""
        limits = message.limits
        return cls(
            version=message.version,
            pid=message.pid,
            default_model=message.default_model,
            loaded_models=tuple(message.loaded_models),
            tracks=message.tracks,
            sessions=message.sessions,
            max_sessions=limits.max_sessions,
            max_message_bytes=limits.max_message_bytes,
            max_frame_side=limits.max_frame_side,
            max_frame_pixels=limits.max_frame_pixels,
            max_clip_bytes=limits.max_clip_bytes,
            screen_capture_problem=message.screen_capture_problem,
            uptime_s=message.uptime.seconds + message.uptime.nanos / 1e9,
        )
