"""One HTML page that shows a timeline: it holds all that it needs, and works without a network."""

import base64
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from scenescore.timeline.page.excerpt import excerpt
from scenescore.timeline.page.thumbnails import thumbnails
from scenescore.timeline.stretch import Candidate, Stretch, Timeline

_COLOURS: Final = (
    *("#1f5fa8", "#a83c1f", "#2b7a3d", "#7b3fa0", "#8a6200", "#0f7577", "#b0306f", "#4a5560"),
    *("#5a3fc0", "#8c2f2f", "#3f6b12", "#00608a"),
)
"""White text is readable on each of them (contrast of 4.5 or more)."""
_TICKS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
_MOST_TICKS: Final = 12
_NARROW_SHARE: Final = 0.07
"""A bar with less of the width has no room for words."""


def page_of(
    timeline: Timeline,
    clip: Path | None,
    progress: Callable[[float, float], None] = lambda done_s, total_s: None,
) -> str:
    """Return a page.

    Parameters
    ----------
    timeline : Timeline
        The timeline.
    clip : Path or None
        The clip, for its pictures; None where there is none.
    progress : callable
        Is given the seconds of the timeline that are drawn, and all.

    Returns
    -------
    str
        HTML. A track whose file is gone has no player.
    """
    tracks, stretches = timeline.tracks, timeline.stretches
    length_s = timeline.end_s - timeline.start_s
    progress(0.0, length_s)
    middles_s = [(one.start_s + one.end_s) / 2 for one in stretches]
    pictures = thumbnails(clip, middles_s) if clip is not None else [b""] * len(stretches)
    sounds: dict[str, bytes] = {}
    for done, track in enumerate(tracks, start=1):
        sounds[track.track_id] = excerpt(Path(track.file), track.segment_start_s)
        progress(length_s * done / len(tracks), length_s)
    colours = {track.track_id: _COLOURS[place % len(_COLOURS)] for place, track in enumerate(tracks)} | {
        "": "#6b6b6b"
    }
    name, length = escape(timeline.name), clock(length_s)
    pieces = "1 piece" if len(tracks) == 1 else f"{len(tracks)} pieces"
    about = f"{length} with {pieces} of music, chosen by Scenescore with models/{escape(timeline.model)}"
    heard: set[str] = set()
    cards = [
        _card(number, one, picture, colours, "" if _is_heard(one, heard) else _player(one.track, sounds))
        for number, (one, picture) in enumerate(zip(stretches, pictures, strict=True), start=1)
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The music for {name}</title>
<style>
{files(__package__).joinpath("page.css").read_text(encoding="utf-8")}</style>
</head>
<body>
<main>
<h1>The music for {name}</h1>
<p class="about">{about}</p>
<nav class="strip" aria-label="Timeline">
{"".join(_bar(number, one, timeline, colours) for number, one in enumerate(stretches, start=1))}</nav>
{_axis(timeline)}
<h2>Scene by scene</h2>
<ol>
{"".join(cards)}</ol>
<h2>The pieces</h2>
{_table(timeline, colours)}
</main>
</body>
</html>
"""


def clock(seconds: float) -> str:
    """Return a time as players show it, such as ``1:05`` or ``1:00:05``.

    Parameters
    ----------
    seconds : float
        The time, seconds.
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _is_heard(stretch: Stretch, heard: set[str]) -> bool:
    """Return whether a track has had its player above, and note that it has one now."""
    key = stretch.track.track_id if stretch.track else ""
    was = key in heard
    heard.add(key)
    return was


def _bar(number: int, one: Stretch, timeline: Timeline, colours: dict[str, str]) -> str:
    length_s = timeline.end_s - timeline.start_s
    share = (one.end_s - one.start_s) / length_s if length_s else 1.0
    colour, title = colours[one.track.track_id if one.track else ""], _title(one)
    spoken = f"{clock(one.start_s)} to {clock(one.end_s)}: scene {one.scene}, {title}"
    narrow = ' class="narrow"' if share < _NARROW_SHARE else ""
    return (
        f'<a href="#stretch-{number}"{narrow} style="flex-grow:{share:.5f};background:{colour}" '
        f'title="{escape(spoken)}" aria-label="{escape(spoken)}">'
        f"<span>{escape(title)}<small>scene {one.scene}</small></span></a>\n"
    )


def _axis(timeline: Timeline) -> str:
    length_s = max(timeline.end_s - timeline.start_s, 1e-3)
    step_s = next((one for one in _TICKS_S if length_s / one <= _MOST_TICKS), length_s / _MOST_TICKS)
    marks = [place * step_s for place in range(int(length_s / step_s) + 1)]
    shown = "".join(
        f'<span style="left:{100 * mark / length_s:.3f}%">{clock(timeline.start_s + mark)}</span>'
        for mark in marks
    )
    return f'<div class="axis" aria-hidden="true">{shown}</div>'


def _card(number: int, one: Stretch, picture: bytes, colours: dict[str, str], player: str) -> str:
    track = one.track
    middle = clock((one.start_s + one.end_s) / 2)
    seen = f'<img src="{_data("image/jpeg", picture)}" alt="The scene at {middle}">'
    colour = colours[track.track_id if track else ""]
    artist = f" <small>by {escape(track.artist)}</small>" if track and track.artist else ""
    reasons = f"<p>{escape(' '.join(track.reasons))}</p>" if track and track.reasons else ""
    others = ", ".join(f"{escape(other.title)} ({other.fit:.2f})" for other in one.runners_up)
    fit = f" · fit {track.fit:.2f} (distance {track.distance:.3f})" if track else ""
    return (
        f'<li class="stretch" id="stretch-{number}" style="--colour:{colour}">'
        f"{seen if picture else '<div class=blank></div>'}<div>"
        f'<p class="when">{clock(one.start_s)} to {clock(one.end_s)} · scene {one.scene}{fit}</p>'
        f"<h3>{escape(_title(one))}{artist}</h3>{reasons}"
        + (f'<p class="others">Next best: {others}</p>' if others else "")
        + f"{player}</div></li>\n"
    )


def _player(track: Candidate | None, sounds: dict[str, bytes]) -> str:
    if track is None:
        return ""
    if not (sound := sounds[track.track_id]):
        return '<p class="others">Its file can’t be played.</p>'
    source = _data("audio/mpeg", sound)
    label = f"Listen to {escape(track.title)}"
    return f'<audio controls preload="metadata" src="{source}" aria-label="{label}"></audio>'


def _table(timeline: Timeline, colours: dict[str, str]) -> str:
    rows = []
    for track in timeline.tracks:
        played_s = sum(
            one.end_s - one.start_s
            for one in timeline.stretches
            if one.track is not None and one.track.track_id == track.track_id
        )
        rows.append(
            f'<tr style="--colour:{colours[track.track_id]}">'
            f'<td><span class="dot"></span>{escape(track.title)}'
            f"<td>{escape(track.artist)}<td>{escape(track.license or 'unknown: find it out before you ship')}"
            f'<td class="number">{clock(played_s)}</tr>\n'
        )
    names = "".join(f'<th scope="col">{name}' for name in ("Title", "Artist", "Licence"))
    head = f'<tr>{names}<th scope="col" class="number">Plays for</tr>'
    return f"<table><thead>{head}</thead>\n<tbody>\n{''.join(rows)}</tbody></table>"


def _title(one: Stretch) -> str:
    return one.track.title if one.track else "No track can be ranked"


def _data(kind: str, content: bytes | Sequence[int]) -> str:
    return f"data:{kind};base64,{base64.b64encode(bytes(content)).decode('ascii')}"
