"""``scenescore-eval bench live``: the time from the last frame to the answer."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option, tracks_option


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
    help="Number of timed answers, two a second.",
)
@click.option(
    "--baseline-answers",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Number of those that the baselines compute, too.",
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
    """Time answers over gRPC, from the last frame on, while the demo's recording plays.

    There are two baselines. The naive one runs Keras's `predict` over the whole window and POT's `emd2` over
    every segment of every track. The fair one runs a TensorFlow graph over the whole window and SciPy's
    assignment solver over every segment. Both need the training extra.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.live import measure_live

    found = measure_live(
        find_bundle(bundle or "starter"),
        tracks=tracks, segments=segments or 0, answers=answers, baseline_answers=baseline_answers, seed=seed,
    )  # fmt: skip
    print_result(
        found,
        title=f"Last frame to answer with {tracks} tracks of {found.segments} segments, milliseconds",
        columns=("", "p50", "p95", "median over our p95"),
        rows=[
            ("Scenescore, over gRPC", f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}", ""),
            ("of this, in the daemon", f"{found.daemon_p50_ms:.1f}", f"{found.daemon_p95_ms:.1f}", ""),
            ("naive: predict, emd2 over all", f"{found.naive_p50_ms:.1f}", "", f"{found.ratio_naive:.1f}"),
            ("fair: graph, assignment over all", f"{found.fair_p50_ms:.1f}", "", f"{found.ratio_fair:.1f}"),
        ],
        notes=[
            f"{found.answers} answers in real time. The baselines computed {found.baseline_answers} of them, "
            f"too; {found.mismatches} differ."
        ],
        seed=seed,
        as_json=as_json,
    )
