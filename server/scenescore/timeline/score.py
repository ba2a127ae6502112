"""Scores a clip: shows all of it to a session, as fast as the session answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.ranking.ranking import Ranked
from scenescore.session.answer import Answer
from scenescore.session.clips.clip import check_part
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.timeline.stretch import Candidate, Timeline, TimelineAnswer
from scenescore.timeline.stretches import RUNNERS_UP, stretches_of
from scenescore.window import WINDOW_S

FRAMES_PER_SECOND: Final = 5.0
"""Rate at which a clip is shown; the window of the default bundle has 2 steps a second."""


def score_clip(
    engine: Engine,
    model: LoadedModel,
    clip: Path,
    *,
    start_s: float = 0.0,
    end_s: float = 0.0,
    progress: Callable[[float, float], None] = lambda done_s, total_s: None,
) -> Timeline:
    """Show a clip to a session, and return which track plays when.

    The clip is decoded once. Only the session's 12 s of it are held at a time.

    Parameters
    ----------
    engine : Engine
        Its threads and its cues.
    model : LoadedModel
        The bundle to predict with.
    clip : Path
        A video file.
    start_s, end_s : float
        The part that counts, seconds from the clip's start; an end of 0 is the clip's.
    progress : callable
        Is given the seconds that were seen and all seconds, before the first frame and after each answer.

    Returns
    -------
    Timeline

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        It is no video, or breaks off.
    InvalidInputError
        The part is empty or outside the clip.
    """
    # FFmpeg's libraries take a while to load.
    from scenescore.frames.video import probe, read_frames  # noqa: PLC0415

    length_s = probe(clip).duration_s
    check_part(clip, length_s, start_s, end_s)
    end_s = min(end_s or length_s, length_s)
    progress(0.0, end_s - start_s)
    session = Session(engine, model, SessionSettings(top_k=RUNNERS_UP + 1, remember_scenes=True))
    answers: list[TimelineAnswer] = []
    frames = read_frames(clip, frames_per_second=FRAMES_PER_SECOND, start_s=start_s, end_s=end_s)
    for time_s, picture in frames:
        if session.add(time_s, picture):
            answers.append(timeline_answer(session.answer()))
            progress(time_s - start_s, end_s - start_s)
    session.close()
    if not answers:
        raise InvalidInputError(
            f"{clip}: there is no picture between {start_s:g} s and {end_s:g} s", field="start_s"
        )
    progress(end_s - start_s, end_s - start_s)
    stretches = stretches_of(answers, start_s, end_s)
    lacking = model.view.tracks_without_features
    return Timeline(clip.name, model.bundle.name, start_s, end_s, stretches, lacking)


def timeline_answer(answer: Answer) -> TimelineAnswer:
    """Return what a timeline needs of an answer.

    Parameters
    ----------
    answer : Answer
        A session's.

    Returns
    -------
    TimelineAnswer
    """
    return TimelineAnswer(
        answer.time_s,
        answer.steady_track,
        tuple(_candidate(ranked) for ranked in answer.matches),
        answer.scene_changed,
        answer.time_s - answer.scene_steps * WINDOW_S / answer.steps,
        answer.scene_number,
    )


def _candidate(ranked: Ranked) -> Candidate:
    track = ranked.track
    return Candidate(
        track.id,
        track.title,
        track.artist,
        track.license,
        track.file,
        track.segment_start_s,
        ranked.distance,
        ranked.score,
        ranked.fit,
        tuple(reason.words for reason in ranked.reasons),
    )
