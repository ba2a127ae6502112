"""``scenescore cue``: the user's own decisions, which all sessions learn from."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library import open_library
from scenescore.cli.options import json_option, library_option, part_options

if TYPE_CHECKING:
    from scenescore.library.store.cues import Cue
    from scenescore.library.store.library import Library

NEWEST_S = 60.0
"""So much of a clip is looked at: the scene that it ends with may have begun before."""


@click.group()
def cue() -> None:
    """Decide which track a scene plays: what looks like it is drawn to that track from then on."""


@cue.command()
@click.argument("scene")
@click.argument("track")
@click.argument("clip", type=click.Path(path_type=Path))
@click.option(
    "--bundle",
    default="",
    help="The bundle whose sessions learn from it: a name or a folder. [default: starter]",
)
@library_option
@part_options
@json_option
def add(
    scene: str,
    track: str,
    clip: Path,
    bundle: str,
    folder: Path | None,
    start_s: float,
    end_s: float,
    as_json: bool,
) -> None:
    """Let what looks like the scene that CLIP, or a part of it, ends with play TRACK.

    SCENE is its name in your game. Another cue for the same scene and track adds a look of it; one with
    another track takes the earlier ones' place. A daemon that runs learns of it within a second.
    """
    from scenescore.retrieval.engine import Engine
    from scenescore.session.clip import show_clip
    from scenescore.session.session import Session
    from scenescore.session.settings import SessionSettings

    with open_library(folder) as library:
        found = library.track(track)
        engine = Engine(library, bundle)
        try:
            model = engine.model()
            session = Session(engine, model, SessionSettings())
            show_clip(session, model, clip, start_s=start_s, end_s=end_s, newest_s=NEWEST_S)
            made = library.cues.add(
                scene,
                found.id,
                model.bundle.name,
                session.scene_pictures(),
                stillness=session.scene_stillness(),
            )
        finally:
            engine.close()
        told = as_dict(library, made)
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo(f"{made.id}: {scene} plays {found.title}, wherever models/{made.model} sees it")


@cue.command("list")
@library_option
@json_option
def list_cues(folder: Path | None, as_json: bool) -> None:
    """List the cues in the order they were made."""
    with open_library(folder) as library:
        told = [as_dict(library, one) for one in library.cues.page()]
    if as_json:
        click.echo(json.dumps({"cues": told}))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("cue", "scene", "plays", "bundle", "made", title=f"{len(told)} cues")
    for one in told:
        made = datetime.fromtimestamp(one["create_time_s"]).strftime("%Y-%m-%d %H:%M")
        table.add_row(
            one["cue"].removeprefix("cues/"),
            one["scene"],
            one["title"] or "a track that the library lacks now",
            one["model"].removeprefix("models/"),
            made,
        )
    Console().print(table)


@cue.command()
@click.argument("cue_ids", nargs=-1, required=True, metavar="CUE...")
@library_option
@json_option
def remove(cue_ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Forget cues; CUE is an id as `scenescore cue list` shows it."""
    with open_library(folder) as library:
        gone = [as_dict(library, library.cues.delete(cue_id)) for cue_id in dict.fromkeys(cue_ids)]
    if as_json:
        click.echo(json.dumps({"removed": gone}))
        return
    for one in gone:
        click.echo(f"{one['cue'].removeprefix('cues/')}: {one['scene']} is free again")


def as_dict(library: "Library", cue: "Cue") -> dict[str, Any]:
    """Return a cue for JSON; the title is empty where the library lacks the track."""
    tracks = library.tracks_by_id([cue.track_id])
    return {
        "cue": cue.name,
        "scene": cue.scene,
        "track": f"tracks/{cue.track_id}",
        "title": tracks[0].title if tracks else "",
        "model": f"models/{cue.model}",
        "create_time_s": cue.create_time_s,
    }
