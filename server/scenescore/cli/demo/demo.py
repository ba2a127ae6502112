"""``scenescore demo``: the main job without any set-up."""

import json
from typing import TYPE_CHECKING

import click

from scenescore.cli.next_step import say_next

if TYPE_CHECKING:
    from scenescore.demo.results import SceneResult, TimedAnswer


@click.command()
@click.option(
    "--fast", is_flag=True, help="Stream the recording as fast as the daemon answers, not at its own pace."
)
@click.option("--godot", "in_godot", is_flag=True, help="Run the example game live in the Godot on PATH.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=180.0,
    show_default=True,
    help="How long the game plays with --godot.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end instead of a table.")
def demo(fast: bool, in_godot: bool, seconds: float, as_json: bool) -> None:
    """Play a recording of the example game and see which music Scenescore chooses.

    The demo renders 24 pieces of music, imports them into a library of its own, starts a daemon on a free
    port and streams the recording to it. It ends with a table of the scenes and the music that was chosen for
    them.

    With `--godot` the example game runs in a window and plays itself. Its Scenescore addon sends the frames,
    and the game plays the music that the daemon chooses.
    """
    from rich.console import Console
    from rich.live import Live

    from scenescore.cli.demo.demo_output import live_view, ready_note, summary_table
    from scenescore.demo.demo_daemon import SCENES, DemoDaemon, prepare_library, running_daemon
    from scenescore.demo.live_game import find_godot, live_game
    from scenescore.demo.replay import replay
    from scenescore.demo.results import RecordedScene, TimedAnswer, read_recorded_scenes, summarise_scenes

    def play_recording(daemon: DemoDaemon) -> list[RecordedScene]:
        scenes = read_recorded_scenes(SCENES)
        for replayed in replay(daemon, fast=fast):
            show(replayed.answer, scenes)
            dropped.append(replayed.frames_dropped)
        return scenes

    def play_game(daemon: DemoDaemon) -> list[RecordedScene]:
        assert godot is not None
        with live_game(godot, daemon, seconds=seconds) as game:
            for answer in game.answers():
                show(answer, game.scenes())
            return game.scenes()

    def show(answer: TimedAnswer, scenes: list[RecordedScene]) -> None:
        answers.append(answer)
        live.update(live_view(answer, scenes))

    # Look for Godot first: a missing one is reported before any music is rendered.
    godot = find_godot() if in_godot else None
    console = Console(stderr=as_json)
    with console.status("Rendering 24 pieces of music and importing them (first time only) ..."):
        library, tracks = prepare_library()
    answers: list[TimedAnswer] = []
    dropped: list[int] = []
    with console.status("Starting the daemon ..."), running_daemon(library, tracks) as daemon:
        console.print(ready_note(daemon))
        with Live(console=console, refresh_per_second=8, transient=True) as live:
            scenes = play_game(daemon) if in_godot else play_recording(daemon)
    results = summarise_scenes(scenes, answers)
    if as_json:
        click.echo(json.dumps(as_object(results, answers, tracks=tracks, dropped=max(dropped, default=0))))
    else:
        console.print(summary_table(results, answers))
        _say_next()


def _say_next() -> None:
    from scenescore.install import install_line, installed_from, is_checkout

    if is_checkout():
        say_next(install_line(), f"put the command `scenescore` on your PATH (in {installed_from()})")
    say_next("scenescore init --music DIR", "begin with your own music, in your game's folder")


def as_object(
    results: "list[SceneResult]", answers: "list[TimedAnswer]", *, tracks: int, dropped: int
) -> dict[str, object]:
    """Return what ``--json`` prints.

    Parameters
    ----------
    results : list of SceneResult
        Results of all scenes.
    answers : list of TimedAnswer
        All answers.
    tracks : int
        Number of tracks in the library.
    dropped : int
        Number of frames that the daemon dropped.

    Returns
    -------
    dict
    """
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
