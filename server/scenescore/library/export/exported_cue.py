"""One scene of an export: its track, and where its file is."""

from dataclasses import dataclass

from scenescore.audio.reading.loop_points import LoopPoints
from scenescore.library.store.track import Track


@dataclass(frozen=True)
class ExportedCue:
    """The decision "this scene plays this track", for an engine.

    Attributes
    ----------
    scene : str
        The scene's name.
    track : Track
        What it plays.
    audio : str
        The track's file, relative to the export's folder, with ``/`` between folders.
    loop : LoopPoints or None
        Where the file loops; None for all of it.
    """

    scene: str
    track: Track
    audio: str
    loop: LoopPoints | None
