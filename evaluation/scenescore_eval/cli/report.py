"""``scenescore-eval report``: every predictor on the same windows of the same games."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.options import json_option
from scenescore.cli.scheduler import parallel_map_on, scheduler_option
from scenescore.cli.study.options import data_option, games_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scenescore.matching.track_segments import TrackSegments
    from scenescore.model.bundle.bundle import Bundle
    from scenescore_eval.report.figures.figures import Figures
    from scenescore_eval.report.page.document import Section
    from scenescore_eval.report.prediction.replay import Frame, SteadyTracks
    from scenescore_eval.report.progress import ReportProgress


@click.command()
@data_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("report"),
    show_default=True,
    help="Folder for the report, the trained bundles and the cache.",
)
@click.option("--quick", is_flag=True, help="One seed and short trainings. The report says so.")
@click.option("--seeds", type=click.IntRange(1, 20), help="Trainings of each case. [default: 3; quick: 1]")
@click.option(
    "--epochs",
    type=click.IntRange(1, 10_000),
    help="Maximum number of epochs of each training. [default: the preset's; quick: 30]",
)
@games_option
@click.option(
    "--preset",
    "presets",
    multiple=True,
    type=click.Choice(["default", "paper"]),
    default=("default", "paper"),
    show_default=True,
    help="A preset to train; may be given several times.",
)
@scheduler_option
@json_option
def report(
    data: Path,
    out: Path,
    quick: bool,
    seeds: int | None,
    epochs: int | None,
    games: tuple[str, ...],
    presets: tuple[str, ...],
    scheduler: str,
    as_json: bool,
) -> None:
    """Measure how good matches are, on games whose music is known.

    Each game is tested three times: learnt from its own earlier halves, from the most similar other game (the
    paper's way), and from all other games. Each preset is trained, and its figures stand beside those of
    baselines and chance: window by window, and live, as a session sees the whole play. The report is written
    as Markdown and as HTML.

    Finished trainings are kept: the same command goes on where it was stopped. With --scheduler, the workers
    compute the features of music and play, and must see the data folder under the same path; this machine
    trains the networks.
    """
    from dataclasses import asdict, replace

    from scenescore.cli.stopping import stop_on_signal
    from scenescore.model.plan import require_training_extra
    from scenescore_eval.report.figures.figures import compute_figures
    from scenescore_eval.report.page.sections import all_sections
    from scenescore_eval.report.progress import ReportProgress
    from scenescore_eval.report.run import run_report
    from scenescore_eval.report.settings import FULL, QUICK

    require_training_extra()
    settings = QUICK if quick else FULL
    if seeds is not None:
        settings = replace(settings, seeds=seeds)
    if epochs is not None:
        settings = replace(settings, epochs=epochs)
    command = " ".join(
        [
            "scenescore-eval report --data DIR",
            *(["--quick"] if quick else []),
            *([f"--seeds {seeds}"] if seeds else []),
            *([f"--epochs {epochs}"] if epochs else []),
            *(f"--game {game}" for game in games),
            *(f"--preset {preset}" for preset in presets if len(presets) == 1),
        ]
    )
    with (
        progress_bar(quiet=as_json) as progress,
        stop_on_signal("finished trainings are kept") as stop,
        parallel_map_on(scheduler),
    ):
        results = run_report(
            data,
            out,
            settings,
            presets=presets,
            games=games,
            replayer=replay_live,
            progress=progress,
            stop=stop,
        )
        figures = compute_figures(
            results, lambda done, total: progress(ReportProgress(done, total, "computing the figures"))
        )
    write_pages(out, all_sections(results, figures, command))
    if as_json:
        record = {"report": str(out / "report.html"), "figures": [asdict(one) for one in figures]}
        click.echo(json.dumps(record))
        return
    print_figures(figures)
    click.echo(f"The whole report: {out / 'report.html'} and {out / 'report.md'}.")


def replay_live(
    bundle: "Bundle", tracks: "Sequence[str]", music: "TrackSegments", frames: "Iterable[Frame]"
) -> "dict[str, SteadyTracks]":
    """Replay frames to two sessions: one that forgets its scenes and one that remembers them.

    Parameters
    ----------
    bundle : Bundle
        The sessions' bundle.
    tracks : sequence of str
        The collection.
    music : TrackSegments
        Its features, not scaled.
    frames : iterable
        Times in seconds and HSV pictures [shape=(80, 80, 3), uint8].

    Returns
    -------
    dict of str to SteadyTracks
        By the sessions' names.
    """
    from scenescore.session.clips.replay import play_through
    from scenescore.session.settings import SessionSettings
    from scenescore_eval.report.prediction.replay import FORGETS, REMEMBERS, SteadyTracks

    settings = {FORGETS: SessionSettings(), REMEMBERS: SessionSettings(remember_scenes=True)}
    settled = play_through(bundle, tracks, music, frames, settings)
    return {
        name: SteadyTracks([time_s for time_s, _ in answers], [track for _, track in answers])
        for name, answers in settled.items()
    }


def write_pages(out: Path, sections: "Sequence[Section]") -> None:
    """Write a report's pages and pictures.

    Parameters
    ----------
    out : Path
        The report's folder.
    sections : sequence of Section
        Its sections.

    Raises
    ------
    StorageError
        The folder can't be written.
    """
    from scenescore.errors import StorageError
    from scenescore_eval.report.page.document import to_html, to_markdown

    title = "How good Scenescore's matches are"
    try:
        (out / "report.md").write_text(to_markdown(title, sections), encoding="utf-8")
        (out / "report.html").write_text(to_html(title, sections), encoding="utf-8")
        for section in sections:
            if section.picture:
                (out / section.picture[0]).write_bytes(section.picture[1])
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error


@contextmanager
def progress_bar(*, quiet: bool) -> "Iterator[Callable[[ReportProgress], None]]":
    """Show a bar on standard error, with the estimated time left.

    Parameters
    ----------
    quiet : bool
        Show nothing.

    Yields
    ------
    callable
        Call it with each `ReportProgress`.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=None, left="")

        def update(progress: "ReportProgress") -> None:
            left = f"about {progress.eta_s / 60:.0f} min left" if progress.eta_s else ""
            bar.update(
                task,
                completed=progress.done,
                total=progress.total or None,
                description=progress.activity,
                left=left,
            )

        yield update


def print_figures(figures: "Sequence[Figures]") -> None:
    """Print how often each predictor is right.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table("game", "learnt from", "predictor", title="Right, of all windows [95 % interval]")
    for column in ("right piece", "right kind", "right scene", "one cue a piece"):
        table.add_column(column, justify="right")
    for one in figures:
        table.add_row(
            one.task.game,
            ", ".join(one.task.referred),
            one.predictor,
            str(one.piece).replace("[", r"\["),
            str(one.kind or "").replace("[", r"\["),
            str(one.scene).replace("[", r"\["),
            str(one.cued.get("one", "")).replace("[", r"\["),
        )
    Console().print(table)
