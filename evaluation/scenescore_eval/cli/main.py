"""``scenescore-eval``: the team's report of quality and its benchmarks of speed."""

import click

from scenescore.cli.main import ErrorGroup
from scenescore_eval.cli.bench import bench
from scenescore_eval.cli.placement import placement
from scenescore_eval.cli.report import report
from scenescore_eval.cli.words import words


@click.group(cls=ErrorGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scenescore-eval", prog_name="scenescore-eval")
def main() -> None:
    """Measure how good Scenescore's matches are, and how fast Scenescore is.

    These commands are for Scenescore's team. They run in a checkout; users don't install them.
    """


main.add_command(report)
main.add_command(bench)
main.add_command(words)
main.add_command(placement)

if __name__ == "__main__":
    main()
