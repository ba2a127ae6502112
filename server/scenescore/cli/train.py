"""``scenescore train``: a bundle from a game's videos."""

import json
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.scheduler import parallel_map_on, scheduler_option

if TYPE_CHECKING:
    from scenescore.model.bundle.bundle import Bundle
    from scenescore.model.progress import TrainProgress

VIDEO_SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ogv"})
"""What is taken from a folder."""

STAGES = {
    "segments": "Looking through the videos",
    "features": "Computing features",
    "training": "Training",
    "export": "Writing the bundle",
}


@click.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="VIDEO...")
@click.option("--game", required=True, help="The game's name.")
@click.option("--name", default="", help="The bundle's name. [default: after the game]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the bundle into this folder. [default: NAME among your own bundles]",
)
@click.option(
    "--preset",
    type=click.Choice(["default", "paper"]),
    default="default",
    show_default=True,
    help="The best we know, or the paper to the letter.",
)
@click.option(
    "--features",
    help="What to predict, one or several between commas: cqt, iirt, chroma_stft, chroma_cqt, chroma_cens, "
    "melspectrogram, mfcc, mfcc_delta2, nmf. [default: the preset's]",
)
@click.option("--steps", type=int, default=24, show_default=True, help="Steps in the window of 12 s.")
@click.option("--epochs", type=int, help="Epochs at most. [default: the preset's]")
@click.option("--segments", type=int, help="Segments of 12 s, half of them for the test. [default: 100]")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same bundle.")
@click.option(
    "--precision",
    type=click.Choice(["auto", "float32", "bfloat16"]),
    default="auto",
    show_default=True,
    help="What the convolutions compute in while they learn. auto: bfloat16 where the processor is quicker "
    "with it. The bundle is float32 in any case.",
)
@scheduler_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON objects, one a line; the last is the bundle's."
)
def train(
    videos: tuple[Path, ...],
    game: str,
    name: str,
    out: Path | None,
    preset: str,
    features: str | None,
    steps: int,
    epochs: int | None,
    segments: int | None,
    seed: int,
    precision: str,
    scheduler: str,
    as_json: bool,
) -> None:
    """Learn how a game's music goes with its scenes, from videos of it being played.

    VIDEO is a file or a folder of them, with the game's music in the sound. Ctrl-C ends the training and
    keeps the best so far. A bundle of the same name is replaced. With --scheduler the features of the
    segments are computed on the cluster; the network is trained here.
    """
    from scenescore import paths
    from scenescore.errors import InvalidInputError
    from scenescore.model.bundle.bundle import bundle_name, check_name
    from scenescore.model.plan import require_training_extra
    from scenescore.model.train import train as run

    require_training_extra()
    if out is not None and name:
        raise InvalidInputError("give --out or --name, not both: a bundle is named after its folder")
    name = name or bundle_name(game)
    check_name(name)
    with stop_on_signal() as stop, telling(as_json) as progress, parallel_map_on(scheduler):
        bundle = run(
            find_videos(videos),
            game=game,
            out_dir=out or paths.models() / name,
            preset=preset,
            features=features,
            steps=steps,
            epochs=epochs,
            segments=segments,
            seed=seed,
            precision=precision,
            progress=progress,
            stop=stop,
        )
    if as_json:
        click.echo(json.dumps(summary(bundle)))
    else:
        report(bundle)


def find_videos(given: Sequence[Path]) -> list[Path]:
    """Return the videos among files and folders; a file that was named is kept whatever its name."""
    from scenescore.errors import NotFoundError

    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            one for one in path.rglob("*") if one.suffix.lower() in VIDEO_SUFFIXES and one.is_file()
        )
        if not inside:
            wanted = ", ".join(sorted(VIDEO_SUFFIXES))
            raise NotFoundError(f"{path}: there is no video in this folder ({wanted})")
        found += inside
    return found


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C and SIGTERM set; a second Ctrl-C ends at once."""
    stop = threading.Event()

    def set_stop(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("Stopping; the best so far is kept. Ctrl-C again to throw it away.", err=True)

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, set_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def telling(as_json: bool) -> Iterator[Callable[["TrainProgress"], None]]:
    """Yield what shows the progress: a bar with loss and time left, or a JSON object a line."""
    if as_json:
        yield print_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[loss]}"),
        TextColumn("{task.fields[left]}"),
    )
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=console) as bar:

        def show(told: "TrainProgress") -> None:
            if told.stage not in tasks:
                tasks[told.stage] = bar.add_task(STAGES[told.stage], total=told.total, loss="", left="")
            loss = f"loss {told.loss:.3f}" if told.loss else ""
            if told.validation_loss:
                loss += f", validation {told.validation_loss:.3f}"
            left = f"{told.eta_s:.0f} s left" if 0 < told.done < told.total else ""
            bar.update(tasks[told.stage], completed=told.done, loss=loss, left=left)
            if told.note:
                bar.console.print(told.note, highlight=False, markup=False)

        yield show


def print_line(told: "TrainProgress") -> None:
    """Print how far it is, for programs."""
    training = told.stage == "training"
    line = {
        "stage": told.stage,
        "done": told.done,
        "total": told.total,
        "epoch": told.done if training else 0,
        "epochs": told.total if training else 0,
        "loss": told.loss,
        "validation_loss": told.validation_loss,
        "eta_s": round(told.eta_s, 1),
        "note": told.note,
    }
    click.echo(json.dumps(line))


def summary(bundle: "Bundle") -> dict[str, Any]:
    """Return what is worth knowing of a bundle, for programs."""
    drawn = bundle.trained_on.get("segments", {})
    return {
        "name": bundle.name,
        "path": str(bundle.path),
        "game": bundle.game,
        "preset": bundle.preset,
        "steps": bundle.steps,
        "features": list(bundle.feature_set.names),
        "dimensions": bundle.feature_set.dimensions,
        "held_out_loss": bundle.held_out_loss,
        "mean_loss": bundle.mean_loss,
        "segments": {half: len(drawn.get(half, [])) for half in ("training", "validation", "test")},
        "silent_passed_over": bundle.trained_on.get("silent_passed_over"),
        "skipped": bundle.trained_on.get("skipped", []),
        "epochs": bundle.trained_on.get("epochs"),
        "best_epoch": bundle.trained_on.get("best_epoch"),
        "stopped": bundle.trained_on.get("stopped"),
        "seed": bundle.trained_on.get("seed"),
        "precision": bundle.trained_on.get("precision"),
    }


def report(bundle: "Bundle") -> None:
    """Say what came out of a training, for people."""
    told = bundle.trained_on
    click.secho(f"{bundle.name}: {bundle.game}, {bundle.feature_set}, {bundle.steps} steps", bold=True)
    click.echo(
        f"  loss on the test half {bundle.held_out_loss:.3f}; of predicting the mean {bundle.mean_loss:.3f}"
    )
    if bundle.held_out_loss >= bundle.mean_loss:
        click.secho(
            "  No better than the mean: give more videos, or ones whose music changes with the scene.",
            fg="yellow",
        )
    click.echo(f"  epoch {told['best_epoch']} of {told['epochs']} was kept; the curve is in loss.png")
    click.echo(f"  {bundle.path}")
