"""One answer for a clip; ``MatchClip`` and ``scenescore match`` share this."""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.answer import Answer
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.window import WINDOW_S

LAST_PICTURE_S: Final = 0.001
"""The picture at a clip's end is the one shown this many seconds before it."""


@dataclass(frozen=True)
class ClipAnswer:
    """The answer for a clip's last window.

    Attributes
    ----------
    answer : Answer
        Its matches and the steps that were there.
    window_start_s, window_end_s : float
        The part of the clip that the answer rests on, seconds.
    frames : int
        Frames that were read.
    """

    answer: Answer
    window_start_s: float
    window_end_s: float
    frames: int


def match_clip(
    engine: Engine,
    model: LoadedModel,
    clip: Path,
    *,
    start_s: float = 0.0,
    end_s: float = 0.0,
    settings: SessionSettings | None = None,
) -> ClipAnswer:
    """Predict from the last 12 s of a part of a clip, and rank the library.

    Parameters
    ----------
    engine : Engine
        Its threads and its cues.
    model : LoadedModel
        The bundle to predict with.
    clip : Path
        A video file.
    start_s : float
        Start of the part that counts, seconds from the clip's start.
    end_s : float
        Its end; 0 for the clip's.
    settings : SessionSettings, optional
        How many matches are wanted.

    Returns
    -------
    ClipAnswer

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        It is no video, or breaks off.
    InvalidInputError
        The part is empty or outside the clip.
    """
    session = Session(engine, model, settings or SessionSettings(), finds_scenes=False)
    frames, end_s = show_clip(session, model, clip, start_s=start_s, end_s=end_s)
    answer = session.answer()
    window_end_s = min(end_s, answer.time_s + LAST_PICTURE_S)
    return ClipAnswer(answer, max(start_s, window_end_s - WINDOW_S), window_end_s, frames)


def show_clip(
    session: Session,
    model: LoadedModel,
    clip: Path,
    *,
    start_s: float = 0.0,
    end_s: float = 0.0,
    newest_s: float = WINDOW_S,
) -> tuple[int, float]:
    """Show a session the last seconds of a part of a clip, at most `newest_s` of them.

    Parameters
    ----------
    session : Session
        An open session.
    model : LoadedModel
        Its bundle.
    clip : Path
        The video or picture.
    start_s, end_s : float
        The part, seconds; 0 as the end for the clip's own.
    newest_s : float
        Seconds that are shown at most.

    Returns
    -------
    frames : int
        Frames that were read, 1 or more.
    end_s : float
        Where the part ends, seconds.

    Raises
    ------
    NotFoundError, BrokenFileError
        The clip isn't there, or can't be read.
    InvalidInputError
        The part doesn't lie within the clip, or has no picture.
    """
    # FFmpeg's libraries would delay the start of a daemon, and most daemons never open a clip.
    from scenescore.frames.video import probe, read_frames  # noqa: PLC0415

    began_s = time.monotonic()
    length_s = probe(clip).duration_s
    check_part(clip, length_s, start_s, end_s)
    end_s = min(end_s or length_s, length_s)
    step_s = WINDOW_S / model.bundle.steps
    # The steps end at the part's end.
    reach = min(math.floor((end_s - LAST_PICTURE_S - start_s) / step_s), math.ceil(newest_s / step_s))
    frames = 0
    first_s = max(0.0, end_s - LAST_PICTURE_S - reach * step_s)
    for time_s, frame in read_frames(clip, frames_per_second=1 / step_s, start_s=first_s, end_s=end_s):
        session.add(time_s, frame, arrived_s=began_s)
        frames += 1
    if not frames:
        raise InvalidInputError(
            f"{clip}: there is no picture between {start_s:g} s and {end_s:g} s", field="start_s"
        )
    return frames, end_s


def check_part(clip: Path, length_s: float, start_s: float, end_s: float) -> None:
    """Check that a part lies within its clip.

    Parameters
    ----------
    clip : Path
        The video file, for the error.
    length_s : float
        Its length, seconds.
    start_s, end_s : float
        The part, seconds from the clip's start; an end of 0 is the clip's.

    Raises
    ------
    InvalidInputError
        It starts or ends outside the clip, or ends before it starts.
    """
    if not (math.isfinite(start_s) and 0 <= start_s < length_s):
        raise InvalidInputError(
            f"{clip} lasts {length_s:.1f} s; the part must start at 0 s or later and before the end, "
            f"not at {start_s:g} s",
            field="start_s",
        )
    if not math.isfinite(end_s) or end_s < 0 or 0 < end_s <= start_s:
        raise InvalidInputError(
            f"the part must end after its start ({start_s:g} s), not at {end_s:g} s; 0 is the clip's end",
            field="end_s",
        )
