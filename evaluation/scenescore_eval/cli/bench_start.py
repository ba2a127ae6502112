"""``scenescore-eval bench start``: the time from the command to a daemon that answers."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option, tracks_option


@click.command()
@bundle_option
@tracks_option(99)
@click.option(
    "--starts", type=click.IntRange(1, 100), default=5, show_default=True, help="Number of timed starts."
)
@seed_option
@json_option
def start(bundle: str, tracks: int, starts: int, seed: int, as_json: bool) -> None:
    """Time the daemon's start, and measure its memory when it is ready.

    The baselines are an interpreter that only imports NumPy, OpenCV, gRPC and ONNX Runtime, and one that
    imports Keras, if the training extra is installed.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.start import measure_start

    found = measure_start(find_bundle(bundle or "starter"), tracks=tracks, starts=starts, seed=seed)
    rows = [
        ("ready", f"{found.ready_s:.2f}", f"{found.memory_mb:.0f}"),
        ("first frame answered", f"{found.answered_s:.2f}", f"{found.answered_memory_mb:.0f}"),
        ("interpreter with the same libraries", f"{found.bare_s:.2f}", f"{found.bare_memory_mb:.0f}"),
    ]
    if found.keras_s is not None and found.keras_memory_mb is not None:
        rows.append(("interpreter with Keras", f"{found.keras_s:.2f}", f"{found.keras_memory_mb:.0f}"))
    print_result(
        found,
        title=f"Start with {tracks} tracks, median of {starts}",
        columns=("from the command to", "seconds", "memory, MB"),
        rows=rows,
        notes=[
            f"The slowest start took {found.slowest_ready_s:.2f} s. The daemon used "
            f"{found.ready_cpu_s:.2f} s of processor time until it was ready. TensorFlow was "
            f"{'loaded' if found.tensorflow_loaded else 'not loaded'}."
        ],
        seed=seed,
        as_json=as_json,
    )
