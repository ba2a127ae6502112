"""``scenescore-eval bench search``: the exact search, beside solvers over every track."""

from pathlib import Path
from typing import Final

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option, tracks_option

DEFAULT_CHECKED_PAIRS: Final = 2_000_000
"""Number of distances that are computed to check results by default, which takes about a minute."""


@click.command()
@bundle_option
@tracks_option(10_000)
@click.option(
    "--features",
    default="",
    metavar="NAMES",
    help="Features to compare instead of the bundle's, such as chroma_cqt,mfcc.",
)
@click.option(
    "--steps", type=click.IntRange(1, 240), help="With --features: steps of a window. [default: 24]"
)
@click.option(
    "--library",
    "folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Make the tracks from the music in this library, which isn't changed. [default: the demo's music]",
)
@click.option(
    "--segments",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Segments of each track. Bundles of the preset `default` compare up to 8.",
)
@click.option(
    "--queries", type=click.IntRange(2), default=1000, show_default=True, help="Number of timed searches."
)
@click.option(
    "--checked",
    type=click.IntRange(1),
    help="Number of those that are checked against every track. [default: about a minute's worth]",
)
@seed_option
@json_option
def search(
    bundle: str,
    tracks: int,
    features: str,
    steps: int | None,
    folder: Path | None,
    segments: int,
    queries: int,
    checked: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Time the exact search for the ten nearest tracks, and check its results.

    Tracks are music: pieces in other keys, at other tempi and with other timbres. Half of the queries are
    music that the library doesn't have. The others are the bundle's own predictions, or imitate predictions.
    The baselines are POT's and SciPy's solvers over every track, timed on a sample of pairs, and one read of
    the tracks' features from memory. Everything runs on one thread, and its processor time counts if the
    system measures it finely enough.
    """
    from rich.console import Console
    from rich.progress import Progress

    from scenescore.audio.features import FeatureSet
    from scenescore.errors import InvalidInputError
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.search import measure_search
    from scenescore_eval.benchmarks.search_data import bundle_search_data, feature_search_data

    if features and (bundle or folder):
        raise InvalidInputError("--features replaces --bundle and --library: give one or the other")
    if steps is not None and not features:
        raise InvalidInputError("--steps needs --features: a bundle has its own number of steps")
    if features:
        names = FeatureSet.parse(features)
        data = feature_search_data(names, steps or 24, tracks=tracks * segments, queries=queries, seed=seed)
    else:
        used = find_bundle(bundle or "starter")
        data = bundle_search_data(used, tracks=tracks * segments, queries=queries, seed=seed, library=folder)
    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task("Searching", total=queries)
        found = measure_search(
            data,
            checked=checked or max(1, min(queries, DEFAULT_CHECKED_PAIRS // (tracks * segments))),
            segments=segments,
            done=lambda: bar.advance(task),
        )
    print_result(
        found,
        title=f"The 10 nearest of {found.tracks:,} tracks (segments a track: {found.segments}), "
        f"{found.features}, {found.steps} steps, D = {found.dimensions}",
        columns=("", "p50, ms", "times the search"),
        rows=[
            ("search", f"{found.p50_ms:.2f} (p95 {found.p95_ms:.2f})", "1"),
            ("one read of the features", f"{found.read_floor_ms:.2f}", f"{1 / found.ratio_floor:.2f}"),
            ("every track, SciPy", f"{found.assignment_p50_ms:.0f}", f"{found.ratio_assignment:.0f}"),
            ("every track, POT", f"{found.brute_p50_ms:.0f}", f"{found.ratio_brute:.0f}"),
        ],
        notes=[
            f"{found.queries} searches, {found.mismatches} mismatches among the {found.checked} that were "
            f"checked against every track. All times are {found.clock} time of one thread.",
            f"Both solvers were timed on {found.sampled_pairs} pairs and scaled to all tracks. Their "
            f"distances differ by at most {found.largest_difference:.1g}.",
            f"Median {found.pieces_p50_ms:.2f} ms for music, {found.predictions_p50_ms:.2f} ms for "
            f"predictions, {found.warm_p50_ms:.2f} ms for searches that build on a similar one.",
            f"{found.exact_solves_p50:.0f} exact distances a search (median); bounds ruled out "
            f"{found.pruned_percent:.2f} % of the tracks.",
            f"The arrays take {found.memory_mb:.1f} MB. Opening them took {found.open_ms:.0f} ms.",
        ],
        seed=seed,
        as_json=as_json,
    )
