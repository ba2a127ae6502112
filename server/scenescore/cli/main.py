"""``scenescore``: the command line, each command in a file of its own that is imported when it is used."""

import importlib
import json
import os
import sys
from typing import Any

import click

from scenescore.cli.moved import moved
from scenescore.errors import ScenescoreError

# gRPC's fork handlers run in every program that is started from here, too, and now and then end it before it
# has begun (grpc/grpc#43055). Nothing of ours goes on with gRPC in a forked process.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

COMMANDS = {
    "demo": "scenescore.cli.demo:demo",
    "serve": "scenescore.cli.serve:serve",
    "watch": "scenescore.cli.watch:watch",
    "match": "scenescore.cli.match:match",
    "assign": "scenescore.cli.assign:assign",
    "cue": "scenescore.cli.cue:cue",
    "train": "scenescore.cli.train:train",
    "library": "scenescore.cli.library:library",
    "models": "scenescore.cli.models:models",
    "study": "scenescore.cli.study.study:study",
    "doctor": "scenescore.cli.doctor:doctor",
}


class LazyGroup(click.Group):
    """A group that imports a command's file only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of a user's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name == "bench":
            return moved("scenescore bench", "scenescore-eval bench")
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and turn Scenescore's own errors into one line on standard error and an exit code."""
        try:
            return super().main(*args, **kwargs)
        except ScenescoreError as error:
            report(error)
            sys.exit(error.exit_code)


def report(error: ScenescoreError) -> None:
    """Print an error for people, and as JSON where the command was asked for it."""
    if "--json" in sys.argv:
        click.echo(json.dumps({"error": {"reason": error.reason, "message": error.message}}))
    click.secho(f"Error: {error.message}", fg="red", err=True)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scenescore", prog_name="scenescore")
def main() -> None:
    """Watch a game being played and name the piece of your own music library that fits the scene, live."""


if __name__ == "__main__":
    main()
