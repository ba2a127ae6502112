"""From the answers of a session to stretches: where the music turns, and what plays in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from scenescore.timeline.stretch import Stretch, TimelineAnswer

MAX_LEAD_IN_S: Final = 8.0
"""A track that settles within so many seconds of a scene's beginning plays from that beginning on. A session
that is live can't know it so early, and may settle on another track before."""
RUNNERS_UP: Final = 3
"""Tracks that are named beside the one that plays."""


@dataclass
class _Part:
    start_s: float
    track: str
    number: int
    answers: list[TimelineAnswer] = field(default_factory=list)


def stretches_of(answers: Sequence[TimelineAnswer], start_s: float, end_s: float) -> tuple[Stretch, ...]:
    """Divide a part of a clip into stretches.

    A stretch begins where the steady track or the scene's number changes. The beginning is moved back to that
    of the scene, where this was a few seconds before.

    Parameters
    ----------
    answers : sequence of TimelineAnswer
        A session's answers, in the order of time.
    start_s, end_s : float
        The part, seconds.

    Returns
    -------
    tuple of Stretch
        Without gaps, one or more.
    """
    parts: list[_Part] = [_Part(start_s, "", 0)]
    scene_start_s = start_s
    for answer in answers:
        if answer.scene_changed:
            scene_start_s = answer.scene_start_s
        part = parts[-1]
        number = answer.scene_number or part.number
        if part.track in ("", answer.steady_track) and part.number in (0, number):
            part.track, part.number = answer.steady_track, number
        elif (answer.steady_track, number) != (part.track, part.number):
            is_near = answer.time_s - scene_start_s <= MAX_LEAD_IN_S
            if is_near and scene_start_s <= part.start_s:
                part.track, part.number = answer.steady_track, number
            else:
                turn_s = scene_start_s if is_near else answer.time_s
                part = _Part(turn_s, answer.steady_track, number)
                parts.append(part)
        part.answers.append(answer)
    for before, after in pairwise(parts):
        before.answers = [one for one in before.answers if one.time_s < after.start_s] or before.answers[:1]
    ends_s = [*(part.start_s for part in parts[1:]), end_s]
    return _numbered([_stretch(part, end) for part, end in zip(parts, ends_s, strict=True)])


def _stretch(part: _Part, end_s: float) -> Stretch:
    """Return a part with the newest answer in which its track led, else the newest one that ranks it."""
    ranked = [one for one in part.answers if one.candidates]
    if not ranked:
        return Stretch(part.start_s, end_s, part.number, None, ())
    track_id = part.track or ranked[-1].candidates[0].track_id
    led = [one for one in ranked if one.candidates[0].track_id == track_id]
    named = [one for one in ranked if any(each.track_id == track_id for each in one.candidates)]
    chosen = (led or named or ranked)[-1].candidates
    track = next((one for one in chosen if one.track_id == track_id), chosen[0])
    others = tuple(one for one in chosen if one.track_id != track.track_id)
    return Stretch(part.start_s, end_s, part.number, track, others[:RUNNERS_UP])


def _numbered(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Give scenes their numbers, in the order of time. Two are one if the session and the track say so."""
    keys = [(one.scene, one.track.track_id if one.track else "") for one in stretches]
    numbers: dict[tuple[int, str], int] = {}
    for key in keys:
        numbers.setdefault(key, len(numbers) + 1)
    return tuple(replace(one, scene=numbers[key]) for one, key in zip(stretches, keys, strict=True))
