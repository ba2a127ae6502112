"""Between the contract's messages and the daemon's own words."""

import math
import re
from collections.abc import Iterable
from typing import Final

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from scenescore.errors import InvalidInputError
from scenescore.library.store.library import Track
from scenescore.model.bundle.bundle import Bundle
from scenescore.retrieval.ranking.ranking import Ranked
from scenescore.session.answer import Answer
from scenescore.session.settings import SessionSettings
from scenescore.v1 import library_pb2, match_pb2, model_pb2

ENCODINGS: Final = {
    match_pb2.FRAME_ENCODING_RGB8: "rgb8",
    match_pb2.FRAME_ENCODING_RGBA8: "rgba8",
    match_pb2.FRAME_ENCODING_JPEG: "jpeg",
    match_pb2.FRAME_ENCODING_PNG: "png",
}
_ID: Final = {
    "models": re.compile(r"[a-z0-9_-]{1,64}"),
    "tracks": re.compile(r"[0-9a-f]{1,64}"),
    "cues": re.compile(r"[0-9a-f]{1,64}"),
    "sessions": re.compile(r"[0-9a-f]{1,64}"),
}


def id_of(name: str, collection: str, *, field: str, optional: bool = False) -> str:
    """Return the id in a resource name.

    Parameters
    ----------
    name : str
        Such as ``tracks/5d41402abc4b2a76``.
    collection : {"models", "tracks", "cues", "sessions"}
        What it must name.
    field : str
        The request's field, for the error.
    optional : bool
        Whether it may be empty.

    Raises
    ------
    InvalidInputError
        It is no such name.
    """
    if not name and optional:
        return ""
    found, _, id_ = name.partition("/")
    if found != collection or not _ID[collection].fullmatch(id_):
        raise InvalidInputError(f"{field} must be such as '{collection}/ID', not {name[:200]!r}", field=field)
    return id_


def settings_of(config: match_pb2.SessionConfig, *, field: str = "config") -> tuple[str, SessionSettings]:
    """Return the bundle's id (empty for the default) and what the client wants to be told.

    Raises
    ------
    InvalidInputError
        A value is out of its range.
    """
    model = id_of(config.model, "models", field=f"{field}.model", optional=True)
    usual = SessionSettings()
    try:
        return model, SessionSettings(
            top_k=config.top_k or usual.top_k,
            answer_interval_s=_seconds(config.answer_interval)
            if config.HasField("answer_interval")
            else usual.answer_interval_s,
            minimum_dwell_s=_seconds(config.minimum_dwell)
            if config.HasField("minimum_dwell")
            else usual.minimum_dwell_s,
            margin=config.margin if config.HasField("margin") else usual.margin,
            remember_scenes=config.remember_scenes,
        )
    except InvalidInputError as error:
        raise InvalidInputError(f"{field}.{error.message}", field=f"{field}.{error.field}") from error


def check_capture_time(frame: match_pb2.Frame) -> int:
    """Return a frame's capture time in microseconds.

    Raises
    ------
    InvalidInputError
        It is below 0.
    """
    if frame.capture_time_us < 0:
        raise InvalidInputError(
            f"frame.capture_time_us must be 0 or more, not {frame.capture_time_us}",
            field="frame.capture_time_us",
        )
    return frame.capture_time_us


def encoding_of(frame: match_pb2.Frame) -> str:
    """Return the word for a frame's encoding.

    Raises
    ------
    InvalidInputError
        It is not set, or one that this version doesn't know.
    """
    if frame.encoding not in ENCODINGS:
        raise InvalidInputError(
            f"frame.encoding must be one of {', '.join(ENCODINGS.values())}, not {frame.encoding}",
            field="frame.encoding",
        )
    return ENCODINGS[frame.encoding]


def to_match(ranked: Ranked) -> match_pb2.Match:
    """Return the message for one track of a ranking."""
    track = ranked.track
    return match_pb2.Match(
        rank=ranked.rank,
        track=track.name,
        title=track.title,
        artist=track.artist,
        license=track.license,
        url=track.url,
        file=str(track.file),
        distance=ranked.distance,
        score=ranked.score,
    )


def to_answer(
    answer: Answer, *, frame_time_us: int, delay_s: float, received: int, dropped: int
) -> match_pb2.Answer:
    """Return the message for an answer.

    Parameters
    ----------
    answer : Answer
        The session's.
    frame_time_us : int
        Capture time of the newest frame used, on the client's clock.
    delay_s : float
        From that frame's arrival until now, seconds.
    received, dropped : int
        The session's frames so far.
    """
    return match_pb2.Answer(
        matches=[to_match(ranked) for ranked in answer.matches],
        steps=answer.steps,
        steps_filled=answer.steps_filled,
        early=answer.early,
        scene_changed=answer.scene_changed,
        scene_steps=answer.scene_steps,
        steady=answer.steady,
        steady_track=f"tracks/{answer.steady_track}" if answer.steady_track else "",
        frame_time_us=frame_time_us,
        answer_delay=duration(delay_s),
        frames_received=received,
        frames_dropped=dropped,
        model=f"models/{answer.model}",
    )


def to_track(track: Track) -> library_pb2.Track:
    """Return the message for a track."""
    created = Timestamp()
    created.FromMicroseconds(round(track.create_time_s * 1_000_000))
    return library_pb2.Track(
        name=track.name,
        title=track.title,
        artist=track.artist,
        license=track.license,
        url=track.url,
        file=str(track.file),
        duration_s=track.duration_s,
        segment_start_s=track.segment_start_s,
        segment_looped=track.segment_looped,
        create_time=created,
    )


def to_model(bundle: Bundle) -> model_pb2.Model:
    """Return the message for a bundle."""
    return model_pb2.Model(
        name=f"models/{bundle.name}",
        game=bundle.game,
        preset=bundle.preset,
        steps=bundle.steps,
        features=bundle.feature_set.names,
        dimensions=bundle.feature_set.dimensions,
        held_out_loss=bundle.held_out_loss,
        mean_loss=bundle.mean_loss,
    )


def duration(seconds: float) -> Duration:
    """Return the message for a length of time."""
    made = Duration()
    made.FromNanoseconds(round(seconds * 1e9))
    return made


def check_count(count: int, least: int, most: int, *, field: str) -> None:
    """Refuse a number of repeated values outside its bounds.

    Raises
    ------
    InvalidInputError
        It is.
    """
    if not least <= count <= most:
        raise InvalidInputError(f"{field} must hold {least} to {most} values, not {count}", field=field)


def names(bundles: Iterable[str]) -> list[str]:
    """Return bundles' ids as resource names."""
    return [f"models/{bundle}" for bundle in bundles]


def _seconds(length: Duration) -> float:
    seconds = length.seconds + length.nanos / 1e9
    return seconds if math.isfinite(seconds) else math.inf
