"""Draw what ``scenescore demo`` shows: ``uv run python docs/make_demo_picture.py`` writes images/demo.svg."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from scenescore.cli.demo.demo_output import live_view, summary_table
from scenescore.demo.demo_daemon import SCENES, prepare_library, running_daemon
from scenescore.demo.replay import replay
from scenescore.demo.results import read_recorded_scenes, summarise_scenes

PICTURE = Path(__file__).parent / "images" / "demo.svg"
SHOWN_AT_S = 110.0
"""The moment of the recording whose live view is drawn."""


def main() -> None:
    """Play the demo as fast as it is answered and draw one live view and the table at its end."""
    console = Console(record=True, width=124, file=StringIO(), force_terminal=True)
    library, tracks = prepare_library()
    scenes = read_recorded_scenes(SCENES)
    with running_daemon(library, tracks) as daemon:
        answers = [replayed.answer for replayed in replay(daemon, fast=True)]
    shown = next(answer for answer in answers if answer.time_s >= SHOWN_AT_S and answer.steady)
    console.print("[bold]$ scenescore demo[/bold]")
    console.print(live_view(shown, scenes))
    console.print()
    console.print(summary_table(summarise_scenes(scenes, answers), answers))
    console.save_svg(str(PICTURE), title="scenescore demo")


if __name__ == "__main__":
    main()
