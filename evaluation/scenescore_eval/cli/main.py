"""``scenescore-eval``: the team's report of quality and its benchmarks of speed."""

import click

from scenescore_eval.cli.bench import bench
from scenescore_eval.cli.report import report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure how good and how fast Scenescore is."""


main.add_command(report)
main.add_command(bench)

if __name__ == "__main__":
    main()
