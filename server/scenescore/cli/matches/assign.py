"""``scenescore assign``: give each of many clips a track of its own, without a daemon."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library.library import open_filled_library
from scenescore.cli.options import bundle_option, hub_correction_option, library_option

if TYPE_CHECKING:
    from scenescore.retrieval.ranking.ranking import Ranked


@click.command()
@click.argument("clips", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLIP...")
@bundle_option
@library_option
@click.option(
    "--max-uses",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many scenes may get the same track.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="TRACK",
    help="A track that no scene may get; may be given several times.",
)
@click.option(
    "--pin",
    "pins",
    multiple=True,
    metavar="SCENE=TRACK",
    help="A track that a scene must get; may be given several times.",
)
@hub_correction_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def assign(
    clips: tuple[Path, ...],
    bundle: str,
    folder: Path | None,
    max_uses: int,
    exclude: tuple[str, ...],
    pins: tuple[str, ...],
    hub_correction: str,
    as_json: bool,
) -> None:
    """Give each CLIP a track of its own, so that all of them together fit best.

    Each CLIP shows one scene. Its last 12 seconds count, and the scene gets the name of the file. TRACK is an
    id from `scenescore library list`. The rank is the track's place for its scene alone.
    """
    from scenescore.retrieval.engine import Engine
    from scenescore.session.clips.assign import Scene, assign_scenes
    from scenescore.session.clips.clip import show_clip
    from scenescore.session.session import Session
    from scenescore.session.settings import SessionSettings

    names = names_of(clips)
    pinned = read_pins(pins, names)
    with open_filled_library(folder) as library:
        engine = Engine(library, bundle, hub_correction=hub_correction)
        try:
            model = engine.model()
            correction = engine.correct_hubs(model)
            scenes = []
            for name, clip in zip(names, clips, strict=True):
                session = Session(engine, model, SessionSettings(), finds_scenes=False)
                show_clip(session, model, clip)
                scenes.append(Scene(name, session.prediction(), pinned.get(name, "")))
            excluded = {track_id(track) for track in exclude}
            chosen = assign_scenes(engine, model, scenes, max_uses=max_uses, excluded=excluded)
        finally:
            engine.close()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "assignments": assignment_rows(names, chosen, pinned),
                    "model": f"models/{model.bundle.name}",
                    "hub_correction": correction.method if correction is not None else "none",
                    "total_score": sum(ranked.score for ranked in chosen),
                }
            )
        )
    else:
        print_table(assignment_rows(names, chosen, pinned), model.bundle.name)


def names_of(clips: Sequence[Path]) -> list[str]:
    """Name each scene after its clip, with the clip's folder if two clips have the same name.

    Parameters
    ----------
    clips : sequence of Path
        The clips.

    Returns
    -------
    list of str
        A name for each clip.

    Raises
    ------
    InvalidInputError
        Two clips have the same name in folders of the same name.
    """
    from scenescore.errors import InvalidInputError

    stems = [clip.stem for clip in clips]
    names = [
        stem if stems.count(stem) == 1 else f"{clip.resolve().parent.name}/{clip.name}"
        for stem, clip in zip(stems, clips, strict=True)
    ]
    if duplicate := next((name for name in names if names.count(name) > 1), ""):
        raise InvalidInputError(
            f"two clips have the name {duplicate}; rename one, because each scene needs a name of its own"
        )
    return names


def read_pins(pins: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Read the values of ``--pin``.

    Parameters
    ----------
    pins : sequence of str
        Each ``SCENE=TRACK``.
    names : sequence of str
        The names of the scenes.

    Returns
    -------
    dict of str to str
        The track's id for each pinned scene.

    Raises
    ------
    InvalidInputError
        A value doesn't have this form, or a scene is pinned twice.
    NotFoundError
        There is no scene of this name.
    """
    from scenescore.errors import InvalidInputError, NotFoundError

    pinned: dict[str, str] = {}
    for pin in pins:
        scene, separator, track = pin.rpartition("=")
        if not separator or not track:
            raise InvalidInputError(f"--pin {pin!r} doesn't have the form scene=TRACK")
        if scene not in names:
            raise NotFoundError(f"--pin {pin}: there is no scene {scene!r}, only {', '.join(names)}")
        if scene in pinned:
            raise InvalidInputError(f"--pin {pin}: the scene {scene!r} is pinned twice")
        pinned[scene] = track_id(track)
    return pinned


def track_id(text: str) -> str:
    """Return a track's id.

    Parameters
    ----------
    text : str
        The id, with or without ``tracks/``.

    Returns
    -------
    str
    """
    return text.removeprefix("tracks/")


def assignment_rows(
    names: Sequence[str], chosen: "Sequence[Ranked]", pinned: dict[str, str]
) -> list[dict[str, Any]]:
    """Return a row for each scene, for the table and for JSON.

    Parameters
    ----------
    names : sequence of str
        The names of the scenes.
    chosen : sequence of Ranked
        The track of each scene.
    pinned : dict of str to str
        The pinned scenes.

    Returns
    -------
    list of dict
    """
    return [
        {
            "scene": name,
            "pinned": name in pinned,
            "rank": ranked.rank,
            "track": ranked.track.name,
            "title": ranked.track.title,
            "artist": ranked.track.artist,
            "license": ranked.track.license,
            "url": ranked.track.url,
            "file": str(ranked.track.file),
            "distance": ranked.distance,
            "score": ranked.score,
        }
        for name, ranked in zip(names, chosen, strict=True)
    ]


def print_table(rows: Sequence[dict[str, Any]], model: str) -> None:
    """Print a table of scenes and their tracks.

    Parameters
    ----------
    rows : sequence of dict
        The rows.
    model : str
        The bundle's name, for the title.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table("scene", "title", "artist", "licence", title=f"A track for each scene, by models/{model}")
    table.add_column("rank", justify="right")
    table.add_column("distance", justify="right")
    for row in rows:
        rank = f"{row['rank']} (pinned)" if row["pinned"] else str(row["rank"])
        table.add_row(
            row["scene"], row["title"], row["artist"], row["license"], rank, f"{row['distance']:.3f}"
        )
    Console().print(table)
