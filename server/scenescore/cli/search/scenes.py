"""``scenescore scenes``: the parts of clips that a track would fit best, without a daemon."""

import json
import shlex
from dataclasses import asdict
from pathlib import Path

import click

from scenescore.cli.completion import complete_track
from scenescore.cli.library.library import open_filled_library
from scenescore.cli.matches.assign import names_of
from scenescore.cli.next_step import say_next
from scenescore.cli.options import bundle_option, json_option, library_option
from scenescore.cli.search.rows import bar
from scenescore.cli.tables import print_rows
from scenescore.cli.track_argument import chosen_track


@click.command()
@click.argument("track", metavar="TRACK", shell_complete=complete_track)
@click.argument("clips", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLIP...")
@bundle_option
@library_option
@click.option(
    "--top", type=click.IntRange(1, 100), default=5, show_default=True, help="How many parts to show."
)
@json_option
def scenes(
    track: str, clips: tuple[Path, ...], bundle: str, folder: Path | None, top: int, as_json: bool
) -> None:
    """Find the parts of the CLIPs that TRACK would fit best.

    TRACK is a title, a file name or the beginning of an id. The parts are windows of up to 12 seconds that
    show one scene each, the nearest first; no two of a clip overlap. The distance is that of `scenescore
    match`. The fit is the share of your other tracks that are no closer to the part.
    """
    from scenescore.retrieval.engine import Engine
    from scenescore.session.placement.clip_windows import windows_of_video
    from scenescore.session.placement.track_scenes import check_has_features, find_scenes

    names = names_of(clips)
    with open_filled_library(folder) as library:
        found_track = chosen_track(library, track)
        engine = Engine(library, bundle)
        try:
            model = engine.model()
            check_has_features(model, found_track)
            windows = {
                name: windows_of_video(model.predictor, model.bundle.steps, clip)
                for name, clip in zip(names, clips, strict=True)
            }
            found = find_scenes(model, found_track, windows, top)
        finally:
            engine.close()
    if as_json:
        files = dict(zip(names, map(str, clips), strict=True))
        rows = [asdict(one) | {"file": files[one.clip]} for one in found]
        described = {"track": found_track.name, "title": found_track.title}
        click.echo(json.dumps(described | {"scenes": rows, "model": f"models/{model.bundle.name}"}))
        return
    cells = [
        (
            str(one.rank),
            bar(one.fit),
            one.clip,
            f"{one.start_s:.1f} to {one.end_s:.1f} s",
            f"{one.distance:.3f}",
        )
        for one in found
    ]
    title = f"Where {found_track.title} would fit, by models/{model.bundle.name}"
    print_rows(title, ("", "fit", "clip", "part", "distance"), cells)
    best = found[0]
    clip = shlex.quote(str(clips[names.index(best.clip)]))
    part = f"--start-s {best.start_s:.1f} --end-s {best.end_s:.1f}"
    say_next(f"scenescore cue add SCENE {found_track.id} {clip} {part}", "let this scene play it")
