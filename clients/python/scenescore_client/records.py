"""What the daemon tells of its library, its bundles and itself, as plain frozen dataclasses."""

from dataclasses import dataclass
from datetime import UTC, datetime

from scenescore.v1 import daemon_pb2, library_pb2, model_pb2


@dataclass(frozen=True)
class Track:
    """One piece of music of the library.

    Attributes
    ----------
    name : str
        ``tracks/{id}``.
    title, artist, license, url : str
        Empty where unknown.
    file : str
        The file on the daemon's machine.
    duration_s : float
        Length in seconds.
    segment_start_s : float
        Where its representative 12 s start, seconds.
    segment_looped : bool
        True when the piece is shorter than that and was looped.
    create_time : datetime
        When it came into the library, UTC.
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
        """Read the message."""
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
class BrokenFile:
    """A file that an import could not take in, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is.

    Attributes
    ----------
    files_done, files_total : int
        Files looked at so far, and found in all.
    added, known : int
        New in the library, and already there.
    broken : tuple of BrokenFile
        All that could not be read so far.
    eta_s : float
        Estimated time that is left, seconds.
    done : bool
        True in the last one.
    """

    files_done: int
    files_total: int
    added: int
    known: int
    broken: tuple[BrokenFile, ...]
    eta_s: float
    done: bool

    @classmethod
    def from_proto(cls, message: library_pb2.ImportTracksResponse) -> "ImportProgress":
        """Read the message."""
        return cls(
            files_done=message.files_done,
            files_total=message.files_total,
            added=message.added,
            known=message.known,
            broken=tuple(BrokenFile(broken.file, broken.reason) for broken in message.broken),
            eta_s=message.eta_s,
            done=message.done,
        )


@dataclass(frozen=True)
class AudioChunk:
    """The next bytes of a track's file.

    Attributes
    ----------
    data : bytes
        At most 64 KiB.
    content_type : str
        MIME type such as ``audio/ogg``; in the first chunk only.
    total_bytes : int
        Size of the whole file; in the first chunk only.
    """

    data: bytes
    content_type: str
    total_bytes: int

    @classmethod
    def from_proto(cls, message: library_pb2.ReadTrackAudioResponse) -> "AudioChunk":
        """Read the message."""
        return cls(message.data, message.content_type, message.total_bytes)


@dataclass(frozen=True)
class Model:
    """A bundle: a trained model of one referred game.

    Attributes
    ----------
    name : str
        ``models/{id}``.
    game : str
        The referred game.
    preset : str
        ``default`` or ``paper``.
    steps : int
        Steps in its 12-second window.
    features : tuple of str
        Its feature set, by librosa's names.
    dimensions : int
        Feature dimensions in all.
    held_out_loss, mean_loss : float
        Mean squared error on held-out segments, standardised; and that of always predicting the mean.
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
        """Read the message."""
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
    """How much a bundle's referred game looks like some pictures.

    Attributes
    ----------
    model : Model
        The bundle.
    dissimilarity : float
        0 to 64; lower looks more alike, about 32 has nothing in common.
    """

    model: Model
    dissimilarity: float

    @classmethod
    def from_proto(cls, message: model_pb2.ModelSuggestion) -> "Suggestion":
        """Read the message."""
        return cls(Model.from_proto(message.model), message.dissimilarity)


@dataclass(frozen=True)
class TrainProgress:
    """How far a training is.

    Attributes
    ----------
    stage : str
        ``segments``, ``features``, ``training`` or ``export``.
    epoch, epochs : int
        Epochs done, and in all.
    loss, validation_loss : float
        Of the last epoch.
    eta_s : float
        Estimated time that is left, seconds.
    model : Model or None
        The finished bundle; in the last one only.
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
        """Read the message."""
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
    """What runs.

    Attributes
    ----------
    version : str
        The daemon's.
    pid : int
        Its process id.
    default_model : str
        The bundle a session gets when it names none, ``models/{id}``.
    loaded_models : tuple of str
        Bundles that are loaded.
    tracks, sessions : int
        Tracks in the library, sessions that are open.
    max_sessions, max_message_bytes, max_frame_side, max_frame_pixels, max_clip_bytes : int
        The bounds that the daemon keeps.
    screen_capture_problem : str
        Why the screen can't be captured there; empty when it can.
    uptime_s : float
        Since the daemon was ready, seconds.
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
        """Read the message."""
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
