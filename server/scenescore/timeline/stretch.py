"""A timeline: the stretches of a clip, each with its scene and its track."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A track that was considered for a stretch.

    Attributes
    ----------
    track_id : str
        Its id.
    title, artist, license, file : str
        What the library knows of it; may be empty, except the title.
    segment_start_s : float
        Where its representative segment starts, seconds.
    distance : float
        Earth Mover's Distance to the prediction, 0 or more.
    score : float
        The ranking is sorted by it, lower is better.
    fit : float
        How well it fits, 0 to 1, for people.
    reasons : tuple of str
        Why its score is what it is, for people.
    """

    track_id: str
    title: str
    artist: str
    license: str
    file: str
    segment_start_s: float
    distance: float
    score: float
    fit: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimelineAnswer:
    """One answer of a session, as far as a timeline needs it.

    Attributes
    ----------
    time_s : float
        Capture time, seconds.
    steady_track : str
        Id of the track that plays; empty before the first.
    candidates : tuple of Candidate
        The ranking, best first.
    scene_changed : bool
        Whether a new scene has begun.
    scene_start_s : float
        When the present scene began, seconds; at most 12 s before.
    scene_number : int
        The session's number for the scene; 0 where it has none yet.
    """

    time_s: float
    steady_track: str
    candidates: tuple[Candidate, ...]
    scene_changed: bool
    scene_start_s: float
    scene_number: int = 0


@dataclass(frozen=True)
class Stretch:
    """A part of a clip with one scene and one track.

    Attributes
    ----------
    start_s, end_s : float
        The part, seconds from the clip's start.
    scene : int
        The scene's number, from 1; a scene that comes back has the same one.
    track : Candidate or None
        What plays; None where no track could be ranked.
    runners_up : tuple of Candidate
        The tracks that came next, best first.
    """

    start_s: float
    end_s: float
    scene: int
    track: Candidate | None
    runners_up: tuple[Candidate, ...]


@dataclass(frozen=True)
class Timeline:
    """The music of a clip or of a session.

    Attributes
    ----------
    name : str
        What was seen, such as the clip's file name.
    model : str
        The bundle's id.
    start_s, end_s : float
        The part that it covers, seconds.
    stretches : tuple of Stretch
        In the order of time, without gaps.
    tracks_without_features : int
        Tracks that could not be ranked, because the library lacks features of them.
    """

    name: str
    model: str
    start_s: float
    end_s: float
    stretches: tuple[Stretch, ...]
    tracks_without_features: int = 0

    @property
    def tracks(self) -> list[Candidate]:
        """The tracks that play, each once, in the order of time."""
        return list({one.track.track_id: one.track for one in self.stretches if one.track}.values())
