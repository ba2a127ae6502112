"""``scenescore cue``: the user's decisions, which all sessions follow."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.completion import complete_bundle, complete_scene, complete_track
from scenescore.cli.library.library import open_library
from scenescore.cli.next_step import say_next
from scenescore.cli.options import json_option, library_option, part_options
from scenescore.cli.project.active import bundle_of_project
from scenescore.cli.project.cue_keeping import SceneShown, find_cues, forget_cues, keep_cue
from scenescore.cli.tables import print_rows
from scenescore.cli.track_argument import chosen_track

if TYPE_CHECKING:
    from scenescore.library.store.cues.cue_store import Cue
    from scenescore.library.store.library import Library

MAX_SCENE_S = 60.0
"""How much of a clip's end is searched for the beginning of its last scene, in seconds."""


@click.group()
def cue() -> None:
    """Decide which track a scene plays. Whatever looks like the scene then prefers this track.

    In a project, the cues are kept in its scenescore.toml, with pictures of their scenes beside it.
    """


@cue.command()
@click.argument("scene", shell_complete=complete_scene)
@click.argument("track", shell_complete=complete_track)
@click.argument("clip", type=click.Path(path_type=Path))
@click.option(
    "--bundle",
    default="",
    shell_complete=complete_bundle,
    help="The bundle that looks at the clip, and whose sessions use the cue. [default: the project's, else "
    "starter; in a project, all bundles then use the cue]",
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
    """Let the scene at the end of CLIP, or of a part of it, play TRACK.

    SCENE is the scene's name in your game. TRACK is a title, a file's name, or the beginning of
    an id from `scenescore library list`. Another cue for the
    same scene and track adds another example of how the scene looks. A cue with another track replaces the
    scene's earlier cues. A running daemon uses the cue within a second.
    """
    from scenescore.retrieval.engine import Engine
    from scenescore.session.clips.clip import show_clip
    from scenescore.session.session import Session
    from scenescore.session.settings import SessionSettings

    with open_library(folder) as library:
        found = chosen_track(library, track)
        engine = Engine(library, bundle or bundle_of_project(library))
        try:
            model = engine.model()
            session = Session(engine, model, SessionSettings())
            show_clip(session, model, clip, start_s=start_s, end_s=end_s, newest_s=MAX_SCENE_S)
            shown = SceneShown(scene, found, session.scene_pictures(), session.scene_stillness())
            added = keep_cue(library, shown, model.bundle.name, bundle)
        finally:
            engine.close()
        row = as_dict(library, added)
    if as_json:
        click.echo(json.dumps(row))
    else:
        where = f" in sessions with models/{added.model}" if added.model else ""
        click.echo(f"{added.id}: {scene} plays {found.title}{where}")
        say_next("scenescore export --to DIR", "take your cues, their music and its credits to your engine")


@cue.command("list")
@library_option
@json_option
def list_cues(folder: Path | None, as_json: bool) -> None:
    """List the cues in the order in which they were added."""
    with open_library(folder, warns=True) as library:
        rows = [as_dict(library, one) for one in library.cues.page()]
    if as_json:
        click.echo(json.dumps({"cues": rows}))
        return
    print_rows(
        f"{len(rows)} cues",
        ("cue", "scene", "plays", "bundle", "added"),
        [
            (
                row["cue"].removeprefix("cues/"),
                row["scene"],
                row["title"] or "a track that is no longer in the library",
                row["model"].removeprefix("models/") or "all",
                datetime.fromtimestamp(row["create_time_s"]).strftime("%Y-%m-%d %H:%M"),
            )
            for row in rows
        ],
    )


@cue.command()
@click.argument("cue_ids", nargs=-1, required=True, metavar="CUE...", shell_complete=complete_scene)
@library_option
@json_option
def remove(cue_ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Remove cues. CUE is an id from `scenescore cue list`, or a scene's name for all its cues."""
    with open_library(folder) as library:
        found = [cue for named in dict.fromkeys(cue_ids) for cue in find_cues(library, named)]
        removed = [as_dict(library, cue) for cue in found]
        forget_cues(library, found)
    if as_json:
        click.echo(json.dumps({"removed": removed}))
        return
    for row in removed:
        click.echo(f"removed {row['cue'].removeprefix('cues/')} for {row['scene']}")


def as_dict(library: "Library", cue: "Cue") -> dict[str, Any]:
    """Return a cue for JSON.

    Parameters
    ----------
    library : Library
        The library.
    cue : Cue
        One of its cues.

    Returns
    -------
    dict
        The title is empty if the project doesn't see the track; the model is empty for all bundles.
    """
    tracks = library.tracks_by_id([cue.track_id])
    return {
        "cue": cue.name,
        "scene": cue.scene,
        "track": f"tracks/{cue.track_id}",
        "title": tracks[0].title if tracks else "",
        "model": f"models/{cue.model}" if cue.model else "",
        "project": f"projects/{cue.project}",
        "create_time_s": cue.create_time_s,
    }
