"""What ``scenescore demo`` shows in the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scenescore.cli.search.rows import bar
from scenescore.demo.demo_daemon import DemoDaemon
from scenescore.demo.results import RecordedScene, SceneResult, TimedAnswer, hit_rate, percentile_ms

BAR_CELLS = 20
"""Length of the bar of a perfect fit, in characters."""


def ready_note(daemon: DemoDaemon) -> Text:
    """Return the line that says where the daemon runs.

    Parameters
    ----------
    daemon : DemoDaemon
        The daemon.

    Returns
    -------
    rich.text.Text
    """
    return Text(f"Daemon ready on {daemon.address}, {daemon.tracks} pieces in its library.", style="dim")


def live_view(answer: TimedAnswer, scenes: Sequence[RecordedScene]) -> RenderableType:
    """Return the current scene, the three best tracks and how well they fit, and the time to answer.

    Parameters
    ----------
    answer : TimedAnswer
        The current answer.
    scenes : sequence of RecordedScene
        All scenes.

    Returns
    -------
    rich.console.RenderableType
    """
    scene = next((one for one in scenes if one.start_s <= answer.time_s < one.end_s), None)
    where = f"{scene.scene} in the {scene.area}" if scene else "between two scenes"
    head = Text.assemble(
        (f"{answer.time_s:6.1f} s  ", "dim"),
        (where, "bold"),
        (f"   the game plays {scene.track}" if scene else "", "dim"),
    )
    table = Table(box=None, padding=(0, 1), show_header=False)
    for rank, ranked in enumerate(answer.top, start=1):
        right = scene is not None and ranked.track == scene.track
        table.add_row(
            str(rank),
            Text(ranked.title, style="bold green" if right else ""),
            Text(bar(ranked.fit, BAR_CELLS), style="cyan"),
        )
    state = ("steady", "bold green") if answer.steady else ("listening", "yellow")
    foot = Text.assemble(state, (f"   answered in {answer.answer_ms:.1f} ms", "dim"))
    return Group(head, table, foot)


def summary_table(results: Sequence[SceneResult], answers: Sequence[TimedAnswer]) -> RenderableType:
    """Return the table of scenes and the tracks chosen for them, with the hit rate below.

    Parameters
    ----------
    results : sequence of SceneResult
        Results of all scenes.
    answers : sequence of TimedAnswer
        All answers.

    Returns
    -------
    rich.console.RenderableType
    """
    table = Table(title="The music that Scenescore chose for each scene")
    for column in ("from", "to", "scene", "the game plays", "Scenescore chooses", "fit", "steady after"):
        table.add_column(
            column, justify="right" if column in ("from", "to", "fit", "steady after") else "left"
        )
    for result in results:
        scene, top = result.scene, result.top
        right = bool(top) and top[0].track == scene.track
        table.add_row(
            f"{scene.start_s:.0f} s",
            f"{scene.end_s:.0f} s",
            f"{scene.scene} · {scene.area}",
            scene.track,
            Text(top[0].track if top else "-", style="green" if right else "red"),
            f"{top[0].fit:.2f}" if top else "-",
            f"{result.steady_s:.1f} s" if result.steady_s is not None else "never",
        )
    steady = sum(result.steady_answers for result in results)
    hits = sum(result.steady_hits for result in results)
    verdict = Text.assemble(
        (f"{hits} of {steady} steady answers", "bold"),
        f" ({hit_rate(results):.0%}) name the piece that the game itself plays; ",
        f"answers took {percentile_ms(answers, 50):.1f} ms (median), "
        f"{percentile_ms(answers, 95):.1f} ms (95th percentile).",
    )
    return Group(table, verdict)
