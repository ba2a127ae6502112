"""``scenescore-eval``: the team's report of quality and its benchmarks of speed."""

import sys
from typing import Any

import click

from scenescore.cli.main import print_error
from scenescore.errors import ScenescoreError
from scenescore_eval.cli.bench import bench
from scenescore_eval.cli.report import report


class EvalGroup(click.Group):
    """A group that turns Scenescore's own errors into one line on standard error and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command.

        Parameters
        ----------
        *args, **kwargs
            As for `click.Group.main`.
        """
        try:
            return super().main(*args, **kwargs)
        except ScenescoreError as error:
            print_error(error)
            sys.exit(error.exit_code)


@click.group(cls=EvalGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scenescore-eval", prog_name="scenescore-eval")
def main() -> None:
    """Measure how good Scenescore's matches are, and how fast Scenescore is.

    These commands are for Scenescore's team. They run in a checkout; users don't install them.
    """


main.add_command(report)
main.add_command(bench)

if __name__ == "__main__":
    main()
