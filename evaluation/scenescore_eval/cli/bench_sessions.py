"""``scenescore-eval bench sessions``: how many games one daemon serves at the same time."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option, tracks_option


@click.command()
@bundle_option
@tracks_option(99)
@click.option(
    "--first",
    type=click.IntRange(1, 1000),
    default=40,
    show_default=True,
    help="Number of sessions to begin with.",
)
@click.option(
    "--step",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Number of sessions to add each time.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 1000),
    default=400,
    show_default=True,
    help="Number of sessions to end with.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.5),
    default=10.0,
    show_default=True,
    help="Duration of each measurement.",
)
@click.option(
    "--limit-ms",
    type=click.FloatRange(1),
    default=250.0,
    show_default=True,
    help="Limit of the 95th percentile of answer times.",
)
@seed_option
@json_option
def sessions(
    bundle: str,
    tracks: int,
    first: int,
    step: int,
    most: int,
    seconds: float,
    limit_ms: float,
    seed: int,
    as_json: bool,
) -> None:
    """Add streams of 5 frames and one answer a second until answers take too long.

    The clients run on the same machine, each with its own connection, and use a part of its processor time.
    The baseline is the number of sessions whose answers the fair baseline of `bench live` could compute.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.sessions import measure_sessions

    found = measure_sessions(
        find_bundle(bundle or "starter"),
        tracks=tracks,
        first=first,
        step=step,
        most=most,
        seconds=seconds,
        limit_ms=limit_ms,
        seed=seed,
    )
    notes = [
        f"{found.sessions} sessions were served in time"
        + ("." if found.reached_limit else "; more may be possible.")
    ]
    if found.fair_sessions is not None:
        notes.append(
            "A graph over the whole window and an assignment for each track would keep all cores busy with "
            f"the answers of {found.fair_sessions} sessions."
        )
    print_result(
        found,
        title=f"Sessions at once with {tracks} tracks, answers within {limit_ms:g} ms",
        columns=(
            "sessions",
            "p50, ms",
            "p95, ms",
            "dropped",
            "daemon's CPU, %",
            "memory, MB",
            "clients' CPU, %",
        ),
        rows=[
            (
                *(str(one.sessions), f"{one.p50_ms:.0f}", f"{one.p95_ms:.0f}", str(one.frames_dropped)),
                *(f"{one.cpu_percent:.0f}", f"{one.memory_mb:.0f}", f"{one.load_cpu_percent:.0f}"),
            )
            for one in found.levels
        ],
        notes=notes,
        seed=seed,
        as_json=as_json,
    )
