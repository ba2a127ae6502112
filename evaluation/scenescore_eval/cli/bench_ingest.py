"""``scenescore-eval bench ingest``: how fast music is imported."""

from pathlib import Path

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option


@click.command()
@bundle_option
@click.option(
    "--music",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of music to import; its files aren't changed. [default: made from the demo's pieces]",
)
@click.option(
    "--tracks", type=click.IntRange(1), default=48, show_default=True, help="Number of timed tracks."
)
@click.option(
    "--plain-tracks",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="Number of those that the plain loop analyses, too.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Number of processes. [default: all cores]")
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
    """Time the import of music, from the files to the features in a library.

    The baseline is a plain loop over librosa's functions for the same features, on as many threads as its
    libraries use. The library is temporary.
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
    print_result(
        found,
        title=f"Importing {found.tracks} tracks of {found.music_s:.0f} s, {found.features}",
        columns=("", "tracks a second", "ratio"),
        rows=[
            (f"Scenescore, {found.jobs} processes", f"{found.tracks_per_s:.2f}", f"{found.ratio_plain:.2f}"),
            ("plain loop over librosa", f"{found.plain_tracks_per_s:.2f}", "1"),
        ],
        notes=[
            f"Over {found.plain_tracks} tracks, features differ by at most {found.max_difference:.2g} from "
            f"the loop's on one thread. The loop's own differ by {found.threads_difference:.2g} between one "
            f"thread and all. {found.other_segments} tracks have another representative segment.",
            f"Finding the representative segment of a three-minute track takes {found.segment_s:.3f} s.",
        ],
        seed=seed,
        as_json=as_json,
    )
