"""``scenescore match``: find tracks for one clip, without a daemon."""

import json
import shlex
import time
from dataclasses import asdict
from pathlib import Path

import click

from scenescore.cli.library.lacking_features import say_lacking, update_line
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.next_step import say_next
from scenescore.cli.options import bundle_option, hub_correction_option, library_option, part_options
from scenescore.cli.tables import print_rows


@click.command()
@click.argument("clip", type=click.Path(path_type=Path))
@bundle_option
@library_option
@part_options
@click.option(
    "--top", type=click.IntRange(1, 100), default=5, show_default=True, help="How many matches to show."
)
@hub_correction_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def match(
    clip: Path,
    bundle: str,
    folder: Path | None,
    start_s: float,
    end_s: float,
    top: int,
    hub_correction: str,
    as_json: bool,
) -> None:
    """Find the tracks of your library that fit the last 12 seconds of CLIP, or of a part of it."""
    from scenescore.errors import NotFoundError
    from scenescore.retrieval.engine import Engine
    from scenescore.session.clips.clip import match_clip
    from scenescore.session.settings import SessionSettings

    with open_filled_library(folder) as library:
        engine = Engine(library, bundle, hub_correction=hub_correction)
        try:
            model = engine.model()
            tracks, line = library.count(), update_line(folder, model.bundle)
            if not len(model.view):
                raise NotFoundError(
                    f"none of the {tracks} tracks in {library.path} has the features that "
                    f"models/{model.bundle.name} compares; compute them: run `{line}`"
                )
            say_lacking(model.view.tracks_without_features, tracks, model.bundle.name, line)
            correction = engine.correct_hubs(model)
            began_s = time.perf_counter()
            found = match_clip(
                engine, model, clip, start_s=start_s, end_s=end_s, settings=SessionSettings(top_k=top)
            )
            answer_ms = (time.perf_counter() - began_s) * 1000
        finally:
            engine.close()
    answer = found.answer
    rows = [
        {
            "rank": ranked.rank,
            "track": ranked.track.name,
            "title": ranked.track.title,
            "artist": ranked.track.artist,
            "license": ranked.track.license,
            "file": str(ranked.track.file),
            "distance": ranked.distance,
            "score": ranked.score,
            "reasons": [asdict(reason) for reason in ranked.reasons],
        }
        for ranked in answer.matches
    ]
    if as_json:
        click.echo(
            json.dumps(
                {
                    "matches": rows,
                    "model": f"models/{answer.model}",
                    "steps": answer.steps,
                    "steps_filled": answer.steps_filled,
                    "window_start_s": round(found.window_start_s, 3),
                    "window_end_s": round(found.window_end_s, 3),
                    "hub_correction": correction.method if correction is not None else "none",
                    "answer_ms": round(answer_ms, 2),
                    "tracks_without_features": answer.tracks_without_features,
                }
            )
        )
        return
    part = f"{found.window_start_s:.1f} to {found.window_end_s:.1f} s"
    # Cues and hub correction change the score and leave the distance alone.
    measures = ("distance", *(["score"] if any(row["score"] != row["distance"] for row in rows) else []))
    print_rows(
        f"Tracks for {clip.name}, {part}, by models/{answer.model}",
        ("rank", "track", "title", "artist", "licence", *measures),
        [
            (
                *(str(row["rank"]), str(row["track"]).removeprefix("tracks/")),
                *(str(row["title"]), str(row["artist"]), str(row["license"])),
                *(f"{row[measure]:.3f}" for measure in measures),
            )
            for row in rows
        ],
        numbers=("rank", *measures),
    )
    if answer.steps_filled < answer.steps:
        click.echo(
            f"Only {answer.steps_filled} of {answer.steps} steps have a picture: it lasts less than 12 s.",
            err=True,
        )
    say_next(f"scenescore cue add SCENE TRACK {shlex.quote(str(clip))}", "decide what this scene plays")
