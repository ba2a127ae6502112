"""Answers, and the matches in them, as messages."""

from scenescore.daemon.messages.duration import to_duration
from scenescore.retrieval.ranking.ranking import Ranked
from scenescore.session.answer import Answer
from scenescore.v1 import match_pb2


def to_match(ranked: Ranked) -> match_pb2.Match:
    """Return the message for one track of a ranking.

    Parameters
    ----------
    ranked : Ranked
        The track with its rank, distance, score, fit and reasons.

    Returns
    -------
    scenescore.v1.Match
    """
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
        fit=ranked.fit,
        reasons=[
            match_pb2.MatchReason(kind=reason.kind, weight=reason.weight, words=reason.words)
            for reason in ranked.reasons
        ],
    )


def to_answer(
    answer: Answer, *, frame_time_us: int, delay_s: float, received: int, dropped: int
) -> match_pb2.Answer:
    """Return the message for an answer.

    Parameters
    ----------
    answer : Answer
        The session's answer.
    frame_time_us : int
        Capture time of the newest frame that the answer uses, in microseconds on the client's clock.
    delay_s : float
        Time from the arrival of that frame until now, in seconds.
    received, dropped : int
        Frames that the session has received and dropped so far.

    Returns
    -------
    scenescore.v1.Answer
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
        answer_delay=to_duration(delay_s),
        frames_received=received,
        frames_dropped=dropped,
        model=f"models/{answer.model}",
        tracks_without_features=answer.tracks_without_features,
    )
