"""Frames, session settings and answers, as frozen dataclasses."""

from dataclasses import dataclass
from enum import IntEnum

from google.protobuf.duration_pb2 import Duration

from scenescore.errors import InvalidInputError
from scenescore.v1 import match_pb2


class Encoding(IntEnum):
    """The format of a frame's bytes."""

    RGB8 = match_pb2.FRAME_ENCODING_RGB8
    """Rows from top to bottom, three bytes per pixel."""
    RGBA8 = match_pb2.FRAME_ENCODING_RGBA8
    """Rows from top to bottom, four bytes per pixel; alpha is ignored."""
    JPEG = match_pb2.FRAME_ENCODING_JPEG
    """A JPEG file."""
    PNG = match_pb2.FRAME_ENCODING_PNG
    """A PNG file."""


@dataclass(frozen=True)
class Frame:
    """One picture of the game.

    Attributes
    ----------
    capture_time_us : int
        Time of capture on the client's own clock, from any starting point; microseconds, 0 or more.
    data : bytes
        The picture. The daemon needs no more than 80×80 RGB8, which is also the cheapest to send.
    width, height : int
        Pixels, 1 to 16384. Only used for RGB8 and RGBA8.
    encoding : Encoding
        The format of `data`.
    """

    capture_time_us: int
    data: bytes
    width: int = 80
    height: int = 80
    encoding: Encoding = Encoding.RGB8

    def to_proto(self) -> match_pb2.Frame:
        """Return the message of the contract.

        Returns
        -------
        match_pb2.Frame
            The same frame.

        Raises
        ------
        InvalidInputError
            The message can't hold one of the values.
        """
        return match_pb2.Frame(
            capture_time_us=_checked_range(self.capture_time_us, 0, 2**63 - 1, "frame.capture_time_us"),
            encoding=f"FRAME_ENCODING_{self.encoding.name}",
            width=_checked_range(self.width, 0, 16_384, "frame.width"),
            height=_checked_range(self.height, 0, 16_384, "frame.height"),
            data=self.data,
        )


@dataclass(frozen=True)
class SessionConfig:
    """The settings of a session. The daemon's defaults apply to values that aren't set.

    Attributes
    ----------
    model : str
        ``models/{id}`` of the bundle to predict with; empty for the daemon's default.
    top_k : int
        Matches in each answer, 1 to 100; 0 for 3.
    answer_interval_s : float, optional
        Capture time between two answers, seconds, 0.1 to 60; None for 1.
    minimum_dwell_s : float, optional
        How long a track must lead before it becomes the steady track, seconds, 0 to 60; None for 2.
    margin : float, optional
        How far another track must beat the steady track's score, as a share of that score, 0 to 1; None for
        0.05.
    remember_scenes : bool
        Whether the session remembers its scenes. Where the bundle only guesses, a scene that comes back gets
        its track again, and a new scene gets a track that no other scene has. Where the bundle knows several
        tracks for what it sees, the steady track stays until another is clearly closer.
    project : str
        ``projects/{id}`` of the project whose tracks are ranked and whose cues count; empty for the default
        project.
    """

    model: str = ""
    top_k: int = 0
    answer_interval_s: float | None = None
    minimum_dwell_s: float | None = None
    margin: float | None = None
    remember_scenes: bool = False
    project: str = ""

    def to_proto(self) -> match_pb2.SessionConfig:
        """Return the message of the contract.

        Returns
        -------
        match_pb2.SessionConfig
            The same settings.

        Raises
        ------
        InvalidInputError
            A value is out of range.
        """
        message = match_pb2.SessionConfig(
            model=self.model,
            top_k=_checked_range(self.top_k, 0, 100, "config.top_k"),
            margin=self.margin,
            remember_scenes=self.remember_scenes,
            project=self.project,
        )
        if self.answer_interval_s is not None:
            message.answer_interval.CopyFrom(_duration(self.answer_interval_s, "config.answer_interval"))
        if self.minimum_dwell_s is not None:
            message.minimum_dwell.CopyFrom(_duration(self.minimum_dwell_s, "config.minimum_dwell"))
        return message


@dataclass(frozen=True)
class MatchReason:
    """Why a track's score is what it is.

    Attributes
    ----------
    kind : str
        What moved the score: ``hubs``, ``memory``, ``scene`` or ``cue``.
    weight : float
        How much it counts, 0 to 1.
    words : str
        The reason for people.
    """

    kind: str
    weight: float
    words: str


@dataclass(frozen=True)
class Match:
    """One track in an answer's ranking.

    Attributes
    ----------
    rank : int
        Place in the ranking, from 1.
    track : str
        ``tracks/{id}``.
    title, artist, license, url : str
        From the library; empty if unknown.
    file : str
        The track's file on the daemon's machine.
    distance : float
        Earth Mover's Distance from the prediction, in standard deviations, 0 or more; lower is closer.
    score : float
        The value that the ranking is sorted by; lower is better.
    fit : float
        How well the track fits, for people, 0 to 1; higher is better. 0: no closer than two tracks of the
        library usually are to each other.
    reasons : tuple of MatchReason
        What moved the score, in the order in which it did.
    """

    rank: int
    track: str
    title: str
    artist: str
    license: str
    url: str
    file: str
    distance: float
    score: float
    fit: float = 0.0
    reasons: tuple[MatchReason, ...] = ()

    @classmethod
    def from_proto(cls, message: match_pb2.Match) -> "Match":
        """Return the dataclass for a message of the contract."""
        return cls(
            rank=message.rank,
            track=message.track,
            title=message.title,
            artist=message.artist,
            license=message.license,
            url=message.url,
            file=message.file,
            distance=message.distance,
            score=message.score,
            fit=message.fit,
            reasons=tuple(MatchReason(one.kind, one.weight, one.words) for one in message.reasons),
        )


@dataclass(frozen=True)
class Answer:
    """The daemon's answer for the window as it is now.

    Attributes
    ----------
    matches : tuple of Match
        The closest tracks, best first; empty when the library is empty.
    steps : int
        Steps in the bundle's 12-second window.
    steps_filled : int
        Steps that hold a real frame so far, 1 to `steps`.
    early : bool
        True until the window is full for the first time.
    scene_changed : bool
        True in the first answer after a scene change.
    scene_steps : int
        Steps since the last scene change, 1 to `steps`. The prediction uses only these.
    steady : bool
        True if the best match is the steady track.
    steady_track : str
        ``tracks/{id}`` of the track that a game should play; empty before the first one.
    frame_time_us : int
        Capture time of the newest frame used, microseconds on the client's clock.
    answer_delay_s : float
        Time from that frame's arrival in the daemon to the answer, seconds.
    frames_received, frames_dropped : int
        Frames that the session has received so far, and how many of them were dropped because they came too
        fast.
    model : str
        ``models/{id}`` of the bundle that predicted.
    session : str
        ``sessions/{id}`` of the session, which `Client.add_cue` takes while the stream is open; empty for a
        clip.
    tracks_without_features : int
        How many of the project's tracks no answer can name, because the library lacks the features that the
        bundle compares. `Client.update_library` computes them.
    """

    matches: tuple[Match, ...]
    steps: int
    steps_filled: int
    early: bool
    scene_changed: bool
    scene_steps: int
    steady: bool
    steady_track: str
    frame_time_us: int
    answer_delay_s: float
    frames_received: int
    frames_dropped: int
    model: str
    session: str = ""
    tracks_without_features: int = 0

    @classmethod
    def from_proto(cls, message: match_pb2.Answer) -> "Answer":
        """Return the dataclass for a message of the contract."""
        return cls(
            matches=tuple(map(Match.from_proto, message.matches)),
            steps=message.steps,
            steps_filled=message.steps_filled,
            early=message.early,
            scene_changed=message.scene_changed,
            scene_steps=message.scene_steps,
            steady=message.steady,
            steady_track=message.steady_track,
            frame_time_us=message.frame_time_us,
            answer_delay_s=message.answer_delay.seconds + message.answer_delay.nanos / 1e9,
            frames_received=message.frames_received,
            frames_dropped=message.frames_dropped,
            model=message.model,
            session=message.session,
            tracks_without_features=message.tracks_without_features,
        )


def _checked_range(value: int, least: int, most: int, field: str) -> int:
    """Refuse a value that the message can't hold. The daemon checks the finer limits."""
    if not least <= value <= most:
        raise InvalidInputError(f"{field} must be {least} to {most}, not {value}", field=field)
    return value


def _duration(seconds: float, field: str) -> Duration:
    if not 0 <= seconds <= 60:
        raise InvalidInputError(f"{field} must be 0 to 60 seconds, not {seconds:g}", field=field)
    made = Duration()
    made.FromNanoseconds(round(seconds * 1e9))
    return made
