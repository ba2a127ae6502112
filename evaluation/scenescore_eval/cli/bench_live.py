"""``scenescore bench live``: from the last frame to the answer."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import seed_option, show, tracks_option


@click.command()
@bundle_option
@tracks_option(99)
@click.option(
    "--segments", type=click.IntRange(1, 64), help="Segments of each track. [default: the bundle's]"
)
@click.option(
    "--answers",
    type=click.IntRange(2),
    default=100,
    show_default=True,
    help="How many answers are timed, two a second.",
)
@click.option(
    "--baseline-answers",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many of them are computed in the other two ways, too.",
)
@seed_option
@json_option
def live(
    bundle: str,
    tracks: int,
    segments: int | None,
    answers: int,
    baseline_answers: int,
    seed: int,
    as_json: bool,
) -> None:
    """Time an answer over gRPC, from the last frame on, while a recorded game is played.

    Beside it stand the naive way, Keras's `predict` over the whole window and POT's `emd2` over every
    segment of every track, and a fair one, a TensorFlow graph over the whole window and SciPy's assignment
    solver over every segment.
    They need the training extra.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.live import measure_live

    found = measure_live(
        find_bundle(bundle or "starter"),
        tracks=tracks, segments=segments or 0, answers=answers, baseline_answers=baseline_answers, seed=seed,
    )  # fmt: skip
    show(
        found,
        title=f"Last frame to answer with {tracks} tracks of {found.segments} segments, milliseconds",
        columns=("", "p50", "p95", "median over our p95"),
        rows=[
            ("Scenescore, over gRPC", f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}", ""),
            ("of it in the daemon", f"{found.daemon_p50_ms:.1f}", f"{found.daemon_p95_ms:.1f}", ""),
            ("naive: predict, emd2 over all", f"{found.naive_p50_ms:.1f}", "", f"{found.ratio_naive:.1f}"),
            ("fair: graph, assignment over all", f"{found.fair_p50_ms:.1f}", "", f"{found.ratio_fair:.1f}"),
        ],
        notes=[
            f"{found.answers} answers at the game's own pace, {found.baseline_answers} of them computed in "
            f"all three ways; {found.mismatches} differ."
        ],
        seed=seed,
        as_json=as_json,
    )
