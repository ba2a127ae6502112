"""``scenescore train``: train a bundle on a game's videos."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library.lacking_features import lacking_in_library, say_lacking, update_line
from scenescore.cli.next_step import say_next
from scenescore.cli.scheduler import parallel_map_on, scheduler_option
from scenescore.cli.stopping import STOPPED_EXIT_CODE, stop_on_signal

if TYPE_CHECKING:
    from scenescore.model.progress import TrainProgress

VIDEO_SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ogv"})
"""Suffixes of the files that count as videos in a folder."""

STAGES = {
    "segments": "Scanning the videos",
    "features": "Computing features",
    "training": "Training",
    "export": "Writing the bundle",
}
"""What the progress bar says in each stage."""


@click.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="VIDEO...")
@click.option("--game", required=True, help="Name of the game.")
@click.option("--name", default="", help="Name of the bundle. [default: made from the game's name]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the bundle. [default: NAME among your own bundles]",
)
@click.option(
    "--preset",
    type=click.Choice(["default", "paper"]),
    default="default",
    show_default=True,
    help="How to train: default is the best we know, paper follows the paper.",
)
@click.option(
    "--features",
    help="Features to predict, separated by commas: cqt, iirt, chroma_stft, chroma_cqt, chroma_cens, "
    "melspectrogram, mfcc, mfcc_delta2, nmf. [default: the preset's]",
)
@click.option("--steps", type=int, default=24, show_default=True, help="Steps of the 12-second window.")
@click.option("--epochs", type=int, help="The most epochs. [default: the preset's]")
@click.option("--segments", type=int, help="12-second segments, half of them for the test. [default: 100]")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bundle.")
@click.option(
    "--precision",
    type=click.Choice(["auto", "float32", "bfloat16"]),
    default="auto",
    show_default=True,
    help="Numbers that the convolutions compute in during training. auto: bfloat16 if the processor is "
    "faster with it. The bundle is always float32.",
)
@click.option(
    "--audio-track",
    type=click.IntRange(min=1),
    help="Number of the recordings' sound track that holds the music. [default: the one that players choose]",
)
@scheduler_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object per line; the last one is the bundle's."
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
    audio_track: int | None,
    scheduler: str,
    as_json: bool,
) -> None:
    """Train a bundle: learn from videos how a game's music goes with its scenes.

    VIDEO is a video of the game with its music, or a folder of videos. Ctrl-C ends the training and keeps the
    best epoch so far. An existing bundle of the same name is replaced. With --scheduler the features are
    computed on the cluster; the network is trained on this machine.
    """
    from scenescore import paths
    from scenescore.cli.model.models import report, summary
    from scenescore.errors import InvalidInputError
    from scenescore.model.bundle.bundle import bundle_name, check_name
    from scenescore.model.plan import require_training_extra
    from scenescore.model.train import train as run

    require_training_extra()
    if out is not None and name:
        raise InvalidInputError("give --out or --name, not both: a bundle is named after its folder")
    name = name or bundle_name(game)
    check_name(name)
    with (
        show_progress(as_json) as (progress, say),
        stop_on_signal("the best epoch so far is kept", say=say) as stop,
        parallel_map_on(scheduler),
    ):
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
            audio_track=audio_track,
            progress=progress,
            stop=stop,
        )
    lacking, tracks = lacking_in_library(bundle)
    if as_json:
        click.echo(json.dumps(summary(bundle) | {"tracks_without_features": lacking}))
    else:
        report(bundle)
        line = update_line(None, bundle)
        say_lacking(lacking, tracks, bundle.name, line)
        if lacking:
            say_next(line, "compute them, so that all your tracks can be matched")
    if stop.is_set():
        click.get_current_context().exit(STOPPED_EXIT_CODE)


def find_videos(given: Sequence[Path]) -> list[Path]:
    """Return the videos among files and folders.

    Parameters
    ----------
    given : sequence of Path
        Files, which are always kept, and folders, which are searched for videos.

    Returns
    -------
    list of Path

    Raises
    ------
    NotFoundError
        A folder holds no video.
    """
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
def show_progress(
    as_json: bool,
) -> Iterator[tuple[Callable[["TrainProgress"], None], Callable[[str], None] | None]]:
    """Show progress while the block runs: a bar with loss and time left, or one JSON object per line.

    Parameters
    ----------
    as_json : bool
        Whether to print JSON.

    Yields
    ------
    show : callable
        Is given each progress.
    say : callable or None
        Prints a line that the bar leaves alone; None where there is no bar.
    """
    if as_json:
        yield print_json_line, None
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

        def show(progress: "TrainProgress") -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task(
                    STAGES[progress.stage], total=progress.total, loss="", left=""
                )
            loss = f"loss {progress.loss:.3f}" if progress.loss else ""
            if progress.validation_loss:
                loss += f", validation {progress.validation_loss:.3f}"
            left = f"{progress.eta_s:.0f} s left" if 0 < progress.done < progress.total else ""
            bar.update(tasks[progress.stage], completed=progress.done, loss=loss, left=left)
            if progress.note:
                bar.console.print(progress.note, highlight=False, markup=False)

        yield show, lambda line: bar.console.print(line, highlight=False, markup=False)


def print_json_line(progress: "TrainProgress") -> None:
    """Print progress as one JSON object.

    Parameters
    ----------
    progress : TrainProgress
        The progress.
    """
    training = progress.stage == "training"
    line = {
        "stage": progress.stage,
        "done": progress.done,
        "total": progress.total,
        "epoch": progress.done if training else 0,
        "epochs": progress.total if training else 0,
        "loss": progress.loss,
        "validation_loss": progress.validation_loss,
        "eta_s": round(progress.eta_s, 1),
        "note": progress.note,
    }
    click.echo(json.dumps(line))
