"""``scenescore match``: find tracks for one clip, without a daemon."""

import json
import shlex
import time
from dataclasses import asdict
from pathlib import Path

import click

from scenescore.cli.library.lacking_features import say_lacking, update_line
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.matches.play import play_tracks
from scenescore.cli.matches.reasons import told_apart
from scenescore.cli.next_step import say_next
from scenescore.cli.options import bundle_option, hub_correction_option, library_option, part_options
from scenescore.cli.search.rows import bar
from scenescore.cli.tables import print_rows
from scenescore.window import WINDOW_S


@click.command()
@click.argument("clip", type=click.Path(path_type=Path))
@bundle_option
@library_option
@part_options
@click.option(
    "--top", type=click.IntRange(1, 100), default=5, show_default=True, help="How many matches to show."
)
@hub_correction_option
@click.option("--play", "plays", is_flag=True, help="Play 12 seconds of each match, the best first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def match(
    clip: Path,
    bundle: str,
    folder: Path | None,
    start_s: float,
    end_s: float,
    top: int,
    hub_correction: str,
    plays: bool,
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
    heard = [ranked.track for ranked in answer.matches] if plays else []
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
            "fit": round(ranked.fit, 4),
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
        play_tracks(heard, for_s=WINDOW_S)
        return
    shared, reasons = told_apart([one.reasons for one in answer.matches])
    explains = any(reasons)
    part = f"{found.window_start_s:.1f} to {found.window_end_s:.1f} s"
    print_rows(
        f"Tracks for {clip.name}, {part}, by models/{answer.model}",
        ("rank", "fit", "track", "title", "artist", "licence", "distance", *(("why",) if explains else ())),
        [
            (
                *(str(one.rank), bar(one.fit), one.track.id),
                *(one.track.title, one.track.artist, one.track.license),
                f"{one.distance:.3f}",
                *((why,) if explains else ()),
            )
            for one, why in zip(answer.matches, reasons, strict=True)
        ],
        numbers=("rank", "distance"),
    )
    if shared:
        click.echo(shared, err=True)
    if answer.steps_filled < answer.steps:
        click.echo(
            f"Only {answer.steps_filled} of {answer.steps} steps have a picture; a window has 12 s of them.",
            err=True,
        )
    play_tracks(heard, for_s=WINDOW_S)
    say_next(f"scenescore cue add SCENE TRACK {shlex.quote(str(clip))}", "decide what this scene plays")
