"""``scenescore assign``: give each of many clips a track of its own, without a daemon."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from scenescore.cli.completion import complete_track
from scenescore.cli.library.lacking_features import say_lacking, update_line
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.options import bundle_option, hub_correction_option, library_option
from scenescore.cli.search.rows import bar
from scenescore.cli.tables import print_rows
from scenescore.cli.track_argument import chosen_track

if TYPE_CHECKING:
    from scenescore.library.store.library import Library
    from scenescore.retrieval.ranking.ranking import Ranked

TRACK_ID: Final = re.compile("[0-9a-f]{16}")


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
    shell_complete=complete_track,
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
    pins_by_scene = read_pins(pins, names)
    with open_filled_library(folder) as library:
        pinned = {scene: chosen_track(library, track).id for scene, track in pins_by_scene.items()}
        excluded = {excluded_id(library, track) for track in exclude}
        engine = Engine(library, bundle, hub_correction=hub_correction)
        try:
            model = engine.model()
            lacking, line = model.view.tracks_without_features, update_line(folder, model.bundle)
            say_lacking(lacking, library.count(), model.bundle.name, line)
            correction = engine.correct_hubs(model)
            scenes = []
            for name, clip in zip(names, clips, strict=True):
                session = Session(engine, model, SessionSettings(), finds_scenes=False)
                show_clip(session, model, clip)
                scenes.append(Scene(name, session.prediction(), pinned.get(name, "")))
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
                    "tracks_without_features": lacking,
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
        What the user calls the track of each pinned scene.

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
        # A title may contain "=", and so may a scene's name.
        scene = max((name for name in names if pin.startswith(f"{name}=")), key=len, default="")
        scene, separator, track = (scene, "=", pin[len(scene) + 1 :]) if scene else pin.partition("=")
        if not separator or not track:
            raise InvalidInputError(f"--pin {pin!r} doesn't have the form scene=TRACK")
        if scene not in names:
            from scenescore.library.track_names import similar_names

            similar = similar_names(names, scene)
            meant = f"; did you mean {' or '.join(map(repr, similar))}?" if similar else ""
            raise NotFoundError(f"--pin {pin}: there is no scene {scene!r}, only {', '.join(names)}{meant}")
        if scene in pinned:
            raise InvalidInputError(f"--pin {pin}: the scene {scene!r} is pinned twice")
        pinned[scene] = track
    return pinned


def excluded_id(library: "Library", text: str) -> str:
    """Return the id of a track that must not be used.

    Parameters
    ----------
    library : Library
        The library.
    text : str
        What the user calls the track. A whole id of a track that the library doesn't have is no error: it
        can't be used anyway.

    Returns
    -------
    str

    Raises
    ------
    NotFoundError
        No track fits a title or a file's name.
    """
    whole_id = text.removeprefix("tracks/")
    return whole_id if TRACK_ID.fullmatch(whole_id) else chosen_track(library, text).id


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
            "fit": round(ranked.fit, 4),
            "reasons": [asdict(reason) for reason in ranked.reasons],
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
    print_rows(
        f"A track for each scene, by models/{model}",
        ("scene", "fit", "track", "title", "artist", "licence", "rank", "distance"),
        [
            (
                *(
                    row["scene"],
                    bar(row["fit"]),
                    row["track"].removeprefix("tracks/"),
                    row["title"],
                    row["artist"],
                    row["license"],
                ),
                f"{row['rank']} (pinned)" if row["pinned"] else str(row["rank"]),
                f"{row['distance']:.3f}",
            )
            for row in rows
        ],
        numbers=("rank", "distance"),
    )
