"""``scenescore bench ingest``: how fast music is taken in."""

from pathlib import Path

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import seed_option, show


@click.command()
@bundle_option
@click.option(
    "--music",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of music to take in; nothing in it is changed. [default: made from the demo's pieces]",
)
@click.option(
    "--tracks", type=click.IntRange(1), default=48, show_default=True, help="How many tracks are timed."
)
@click.option(
    "--plain-tracks",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="How many of them the plain loop does, too.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes to use (default: all cores).")
@seed_option
@json_option
def ingest(
    bundle: str,
    music: Path | None,
    tracks: int,
    plain_tracks: int,
    jobs: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Time taking in music, from the file to the features in a library.

    Beside it stands a plain loop over librosa's functions for the same features, on as many threads as its
    libraries take. The library is thrown away.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.ingest import measure_ingest

    found = measure_ingest(
        find_bundle(bundle or "starter"),
        music=music,
        tracks=tracks,
        plain_tracks=plain_tracks,
        jobs=jobs,
        seed=seed,
    )
    show(
        found,
        title=f"Taking in {found.tracks} tracks of {found.music_s:.0f} s, {found.features}",
        columns=("", "tracks a second", "ratio"),
        rows=[
            (f"Scenescore, {found.jobs} processes", f"{found.tracks_per_s:.2f}", f"{found.ratio_plain:.2f}"),
            ("plain loop over librosa", f"{found.plain_tracks_per_s:.2f}", "1"),
        ],
        notes=[
            f"Over {found.plain_tracks} tracks the values differ by at most {found.max_difference:.2g} from "
            f"the loop's on one thread ({found.threads_difference:.2g} between its own on one and on all); "
            f"{found.other_segments} have another representative segment.",
            f"The representative segment of a three-minute track is found in {found.segment_s:.3f} s.",
        ],
        seed=seed,
        as_json=as_json,
    )
