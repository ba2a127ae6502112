"""``scenescore-eval bench train``: the cost of an epoch."""

import click

from scenescore.cli.options import bundle_option, json_option
from scenescore_eval.cli.bench_output import print_result, seed_option


@click.command()
@bundle_option
@click.option(
    "--windows",
    type=click.IntRange(2),
    default=48,
    show_default=True,
    help="Number of training windows in an epoch.",
)
@click.option(
    "--epochs",
    type=click.IntRange(2),
    default=6,
    show_default=True,
    help="Number of epochs of each training.",
)
@click.option(
    "--seeds", type=click.IntRange(1), default=3, show_default=True, help="Number of trainings of each kind."
)
@seed_option
@json_option
def train(bundle: str, windows: int, epochs: int, seeds: int, seed: int, as_json: bool) -> None:
    """Time an epoch of training on the demo's recording.

    The baseline is Keras's own `fit` over float32 arrays, on the same windows and targets. It needs the
    training extra. If the processor is faster with bfloat16, convolutions compute in bfloat16, as in
    `scenescore train`; float32 is then timed, too. The trained networks are discarded.
    """
    from scenescore.model.bundle.installed import find_bundle
    from scenescore_eval.benchmarks.train import measure_train

    found = measure_train(
        find_bundle(bundle or "starter"), windows=windows, epochs=epochs, seeds=seeds, seed=seed
    )

    def losses(values: list[float]) -> str:
        return " ".join(f"{value:.3f}" for value in values)

    print_result(
        found,
        title=f"An epoch of {found.windows} windows",
        columns=("", "CPU seconds", "seconds", "CPU, ratio", f"held-out loss after {epochs}, each seed"),
        rows=[
            (f"Scenescore, {found.precision}", f"{found.epoch_cpu_s:.2f}", f"{found.epoch_s:.2f}",
             f"{found.ratio_plain:.2f}", losses(found.held_out_losses)),
            ("Scenescore, float32", f"{found.float32_epoch_cpu_s:.2f}", f"{found.float32_epoch_s:.2f}",
             f"{found.float32_ratio_plain:.2f}", losses(found.float32_held_out_losses)),
            ("Keras's fit on float32 arrays", f"{found.plain_epoch_cpu_s:.2f}", f"{found.plain_epoch_s:.2f}",
             "1", losses(found.plain_held_out_losses)),
        ],
        notes=["The first epoch of each training, which compiles the graph, is not timed."],
        seed=seed,
        as_json=as_json,
    )  # fmt: skip
