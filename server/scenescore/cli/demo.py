"""``scenescore demo``: the main job on what the project brings, without any set-up."""

import json

import click


@click.command()
@click.option(
    "--fast", is_flag=True, help="Send the recording as fast as it is answered, not at its own pace."
)
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object instead of a table.")
def demo(fast: bool, as_json: bool) -> None:
    """Play a recording of the example game into a daemon and see what music it names.

    Renders 24 pieces of music, takes them into a library of the demo's own, starts a daemon on a free port,
    streams the recording through the gRPC client, and ends with a table of the scenes and the pieces named
    for them.
    """
    from rich.console import Console
    from rich.live import Live

    from scenescore.cli.demo_view import live_view, progress_note, summary_table
    from scenescore.demo.play import Moment, play
    from scenescore.demo.score import hit_rate, percentile_ms, read_stretches, score
    from scenescore.demo.stage import SCENES, daemon, fill_library

    console = Console(stderr=as_json)
    with console.status("Rendering 24 pieces of music and taking them into a library (first time only) ..."):
        library, tracks = fill_library()
    stretches = read_stretches(SCENES)
    moments: list[Moment] = []
    with (
        console.status("Starting the daemon ..."),
        daemon(library, tracks) as stage,
    ):
        console.print(progress_note(stage))
        with Live(console=console, refresh_per_second=8, transient=True) as live:
            for moment in play(stage, fast=fast):
                moments.append(moment)
                live.update(live_view(moment, stretches))
    answers = [moment.answer for moment in moments]
    results = score(stretches, answers)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "scenes": [result.as_json() for result in results],
                    "steady_hit_rate": round(hit_rate(results), 4),
                    "steady_answers": sum(result.steady_answers for result in results),
                    "answers": len(answers),
                    "answer_ms_p50": round(percentile_ms(answers, 50), 2),
                    "answer_ms_p95": round(percentile_ms(answers, 95), 2),
                    "tracks": tracks,
                    "frames_dropped": moments[-1].frames_dropped if moments else 0,
                }
            )
        )
    else:
        console.print(summary_table(results, answers))
