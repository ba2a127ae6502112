"""``scenescore bench sessions``: how many games one daemon answers at the same time."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import seed_option, show, tracks_option


@click.command()
@bundle_option
@tracks_option(99)
@click.option(
    "--first", type=click.IntRange(1, 1000), default=40, show_default=True, help="Sessions to begin with."
)
@click.option(
    "--step", type=click.IntRange(1, 1000), default=20, show_default=True, help="Sessions to add each time."
)
@click.option(
    "--most", type=click.IntRange(1, 1000), default=400, show_default=True, help="Sessions to end with."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.5),
    default=10.0,
    show_default=True,
    help="How long each number of sessions is measured.",
)
@click.option(
    "--limit-ms",
    type=click.FloatRange(1),
    default=250.0,
    show_default=True,
    help="What 95 of 100 answers must not take longer than.",
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

    The clients run on the same machine, each with a connection of its own, and cost their share of it. Beside
    the sessions held stands for how many the fair way of `bench live` could merely compute the answers.
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
        f"{found.sessions} sessions were held" + ("." if found.reached_limit else ", and more might be.")
    ]
    if found.fair_sessions is not None:
        notes.append(
            f"A graph over the whole window and an assignment for each track would keep all cores busy with "
            f"the answers of {found.fair_sessions}."
        )
    show(
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
