"""``scenescore demo``: the main job on what the project brings, without any set-up."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenescore.demo.results import SceneResult, TimedAnswer


@click.command()
@click.option(
    "--fast", is_flag=True, help="Send the recording as fast as it is answered, not at its own pace."
)
@click.option(
    "--godot", "in_godot", is_flag=True, help="Play the example game itself, live, in the Godot on PATH."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=180.0,
    show_default=True,
    help="How long the game plays with --godot.",
)
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object instead of a table.")
def demo(fast: bool, in_godot: bool, seconds: float, as_json: bool) -> None:
    """Play a recording of the example game into a daemon and see what music it names.

    Renders 24 pieces of music, takes them into a library of the demo's own, starts a daemon on a free port,
    streams the recording through the gRPC client, and ends with a table of the scenes and the pieces named
    for them.

    With `--godot` the example game runs in a window and plays itself: its Scenescore addon sends what is
    seen, and the game plays what the daemon names.
    """
    from rich.console import Console
    from rich.live import Live

    from scenescore.cli.demo_output import live_view, progress_note, summary_table
    from scenescore.demo.demo_daemon import SCENES, DemoDaemon, daemon, fill_library
    from scenescore.demo.live_game import find_godot, live_game
    from scenescore.demo.replay import play
    from scenescore.demo.results import RecordedScene, TimedAnswer, read_recorded_scenes, score

    def play_recording(stage: DemoDaemon) -> list[RecordedScene]:
        stretches = read_recorded_scenes(SCENES)
        for moment in play(stage, fast=fast):
            show(moment.answer, stretches)
            dropped.append(moment.frames_dropped)
        return stretches

    def play_game(stage: DemoDaemon) -> list[RecordedScene]:
        assert godot is not None
        with live_game(godot, stage, seconds=seconds) as game:
            for answer in game.answers():
                show(answer, game.stretches())
            return game.stretches()

    def show(answer: TimedAnswer, stretches: list[RecordedScene]) -> None:
        answers.append(answer)
        live.update(live_view(answer, stretches))

    # Named before anything is rendered: who has no Godot needs not wait to learn it.
    godot = find_godot() if in_godot else None
    console = Console(stderr=as_json)
    with console.status("Rendering 24 pieces of music and taking them into a library (first time only) ..."):
        library, tracks = fill_library()
    answers: list[TimedAnswer] = []
    dropped: list[int] = []
    with console.status("Starting the daemon ..."), daemon(library, tracks) as stage:
        console.print(progress_note(stage))
        with Live(console=console, refresh_per_second=8, transient=True) as live:
            stretches = play_game(stage) if in_godot else play_recording(stage)
    results = score(stretches, answers)
    if as_json:
        click.echo(json.dumps(as_object(results, answers, tracks=tracks, dropped=max(dropped, default=0))))
    else:
        console.print(summary_table(results, answers))


def as_object(
    results: "list[SceneResult]", answers: "list[TimedAnswer]", *, tracks: int, dropped: int
) -> dict[str, object]:
    """Return what ``--json`` prints."""
    from scenescore.demo.results import hit_rate, percentile_ms

    return {
        "scenes": [result.as_json() for result in results],
        "steady_hit_rate": round(hit_rate(results), 4),
        "steady_answers": sum(result.steady_answers for result in results),
        "answers": len(answers),
        "answer_ms_p50": round(percentile_ms(answers, 50), 2),
        "answer_ms_p95": round(percentile_ms(answers, 95), 2),
        "tracks": tracks,
        "frames_dropped": dropped,
    }
