"""The tracks that a project's cues play, and their credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scenescore.library.store.library import Library, Track

UNKNOWN_LICENCE: Final = "licence unknown: find it out before you ship"


@dataclass(frozen=True)
class UsedTracks:
    """What the scenes of a project play.

    Attributes
    ----------
    by_scene : dict of str to Track
        The track of each scene, in the order in which the scenes got their first cues.
    lacking : tuple of str
        Scenes whose tracks the project doesn't see.
    """

    by_scene: dict[str, Track]
    lacking: tuple[str, ...]

    @property
    def tracks(self) -> list[Track]:
        """Each track once, sorted by title."""
        once = {track.id: track for track in self.by_scene.values()}
        return sorted(once.values(), key=lambda track: (track.title.casefold(), track.id))


def used_tracks(library: Library) -> UsedTracks:
    """Return the tracks that the cues of a library's project play.

    Parameters
    ----------
    library : Library
        The library as the project sees it.

    Returns
    -------
    UsedTracks
    """
    cues = library.cues.page()
    found = {track.id: track for track in library.tracks_by_id(sorted({cue.track_id for cue in cues}))}
    # A later cue with another track replaces the earlier ones, so a scene has one track.
    playing = {cue.scene: cue.track_id for cue in cues}
    return UsedTracks(
        {scene: found[track_id] for scene, track_id in playing.items() if track_id in found},
        tuple(scene for scene, track_id in playing.items() if track_id not in found),
    )


def credits_of(tracks: Sequence[Track]) -> str:
    """Return the credits of tracks as Markdown.

    Parameters
    ----------
    tracks : sequence of Track
        The tracks.

    Returns
    -------
    str
        A heading, then one line for each: title, artist, licence and source.
    """
    lines = ["# Music credits", ""]
    for track in tracks:
        parts = [f"**{track.title}**"]
        parts += [f"by {track.artist}"] if track.artist else []
        parts += [track.license or UNKNOWN_LICENCE]
        parts += [track.url] if track.url else []
        lines.append("- " + ", ".join(parts))
    return "\n".join(lines) + "\n"
