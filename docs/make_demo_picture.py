"""Draw what ``scenescore demo`` shows: ``uv run python docs/make_demo_picture.py`` writes images/demo.svg."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from scenescore.cli.demo_output import live_view, summary_table
from scenescore.demo.demo_daemon import SCENES, daemon, fill_library
from scenescore.demo.replay import play
from scenescore.demo.results import read_recorded_scenes, score

PICTURE = Path(__file__).parent / "images" / "demo.svg"
SHOWN_AT_S = 110.0
"""The moment of the recording whose live view is drawn."""


def main() -> None:
    """Play the demo as fast as it is answered and draw one live view and the table at its end."""
    console = Console(record=True, width=124, file=StringIO(), force_terminal=True)
    library, tracks = fill_library()
    stretches = read_recorded_scenes(SCENES)
    with daemon(library, tracks) as stage:
        answers = [moment.answer for moment in play(stage, fast=True)]
    shown = next(answer for answer in answers if answer.time_s >= SHOWN_AT_S and answer.steady)
    console.print("[bold]$ scenescore demo[/bold]")
    console.print(live_view(shown, stretches))
    console.print()
    console.print(summary_table(score(stretches, answers), answers))
    console.save_svg(str(PICTURE), title="scenescore demo")


if __name__ == "__main__":
    main()
