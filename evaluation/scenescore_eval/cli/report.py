"""``scenescore study report``: every predictor on the same windows of the same games."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.options import json_option
from scenescore.cli.scheduler import parallel_map_on, scheduler_option
from scenescore.cli.study.options import data_option, games_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scenescore.matching.segments import Segments
    from scenescore.model.bundle.bundle import Bundle
    from scenescore_eval.report.figures.figures import Figures
    from scenescore_eval.report.prediction.replay import Frame, Played
    from scenescore_eval.report.run import ReportProgress


@click.command()
@data_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("report"),
    show_default=True,
    help="Folder for the report, the bundles and what is done so far.",
)
@click.option("--quick", is_flag=True, help="One seed and short trainings; the report names them.")
@click.option("--seeds", type=click.IntRange(1, 20), help="Trainings of each case. [default: 3; quick: 1]")
@click.option(
    "--epochs",
    type=click.IntRange(1, 10_000),
    help="At most so many in each training. [default: the preset's; quick: 30]",
)
@games_option
@click.option(
    "--preset",
    "presets",
    multiple=True,
    type=click.Choice(["default", "paper"]),
    default=("default", "paper"),
    show_default=True,
    help="A preset to train; several times for several.",
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

    Each game is judged three times: learnt from its own earlier halves, from the most similar other game (the
    paper's way), and from all others; with each preset, beside baselines and chance; window by window, and
    live, as a session sees the whole play. The report comes as Markdown and as HTML. What is done is kept:
    the same command goes on where it was stopped.
    With --scheduler the features of music and play are computed on the workers, which must see the data
    folder under the same path; the networks are trained here.
    """
    from dataclasses import replace

    from scenescore.cli.train import stop_on_signal
    from scenescore.errors import StorageError
    from scenescore.model.plan import require_training_extra
    from scenescore_eval.report.figures.figures import all_figures
    from scenescore_eval.report.page.document import to_html, to_markdown
    from scenescore_eval.report.page.sections import all_sections
    from scenescore_eval.report.run import ReportProgress, run_report
    from scenescore_eval.report.settings import FULL, QUICK

    require_training_extra()
    settings = QUICK if quick else FULL
    if seeds is not None:
        settings = replace(settings, seeds=seeds)
    if epochs is not None:
        settings = replace(settings, epochs=epochs)
    command = " ".join(
        [
            "scenescore study report --data DIR",
            *(["--quick"] if quick else []),
            *([f"--seeds {seeds}"] if seeds else []),
            *([f"--epochs {epochs}"] if epochs else []),
            *(f"--game {game}" for game in games),
            *(f"--preset {preset}" for preset in presets if len(presets) == 1),
        ]
    )
    with showing(quiet=as_json) as progress, stop_on_signal() as stop, parallel_map_on(scheduler):
        results = run_report(
            data,
            out,
            settings,
            presets=presets,
            games=games,
            player=play_live,
            progress=progress,
            stop=stop,
        )
        figures = all_figures(
            results, lambda count, total: progress(ReportProgress(count, total, "working out the figures"))
        )
    sections = all_sections(results, figures, command)
    title = "How good Scenescore's matches are"
    try:
        (out / "report.md").write_text(to_markdown(title, sections), encoding="utf-8")
        (out / "report.html").write_text(to_html(title, sections), encoding="utf-8")
        for section in sections:
            if section.picture:
                (out / section.picture[0]).write_bytes(section.picture[1])
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error
    if as_json:
        click.echo(
            json.dumps({"report": str(out / "report.html"), "figures": [told(one) for one in figures]})
        )
        return
    show(figures)
    click.echo(f"{out / 'report.html'} and {out / 'report.md'} say all of it.")


def play_live(
    bundle: "Bundle", tracks: "Sequence[str]", music: "Segments", frames: "Iterable[Frame]"
) -> "dict[str, Played]":
    """Let the daemon's own sessions see a play, one that forgets its scenes and one that remembers them."""
    from scenescore.session.replay import play_through
    from scenescore.session.settings import SessionSettings
    from scenescore_eval.report.prediction.replay import FORGETS, REMEMBERS, Played

    settings = {FORGETS: SessionSettings(), REMEMBERS: SessionSettings(remember_scenes=True)}
    settled = play_through(bundle, tracks, music, frames, settings)
    return {
        name: Played([time_s for time_s, _ in answers], [track for _, track in answers])
        for name, answers in settled.items()
    }


@contextmanager
def showing(*, quiet: bool) -> "Iterator[Callable[[ReportProgress], None]]":
    """Yield what shows how far it is: a bar on standard error, with the time that is left."""
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

        def tell(told: "ReportProgress") -> None:
            left = f"about {told.eta_s / 60:.0f} min left" if told.eta_s else ""
            bar.update(task, completed=told.done, total=told.total or None, description=told.doing, left=left)

        yield tell


def told(one: "Figures") -> dict[str, Any]:
    """Return a predictor's figures on a course, for programs."""
    from dataclasses import asdict

    return {**asdict(one), "course": asdict(one.course)}


def show(figures: "Sequence[Figures]") -> None:
    """Print how often each predictor is right."""
    from rich.console import Console
    from rich.table import Table

    table = Table("game", "learnt from", "predictor", title="Right, of all windows [95 % interval]")
    for column in ("right piece", "right kind", "right scene", "one cue a piece"):
        table.add_column(column, justify="right")
    for one in figures:
        table.add_row(
            one.course.game,
            ", ".join(one.course.referred),
            one.predictor,
            str(one.piece).replace("[", r"\["),
            str(one.kind or "").replace("[", r"\["),
            str(one.scene).replace("[", r"\["),
            str(one.cued.get("one", "")).replace("[", r"\["),
        )
    Console().print(table)
