"""``scenescore``: the command line. The file of a command is imported only when the command is used."""

import difflib
import importlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from scenescore.cli.completion import complete_in_bash
from scenescore.cli.garbage import collect_less
from scenescore.cli.moved import moved
from scenescore.cli.stopping import STOPPED_EXIT_CODE
from scenescore.errors import ScenescoreError

# gRPC's fork handlers also run in every program that is started from here, and sometimes end it before it has
# begun (grpc/grpc#43055). Scenescore never uses gRPC in a forked process.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

COMMANDS = {
    "demo": "scenescore.cli.demo.demo:demo",
    "init": "scenescore.cli.project.init:init",
    "serve": "scenescore.cli.daemon.serve:serve",
    "watch": "scenescore.cli.matches.watch:watch",
    "match": "scenescore.cli.matches.match:match",
    "score": "scenescore.cli.matches.score:score",
    "play": "scenescore.cli.matches.play:play",
    "assign": "scenescore.cli.matches.assign:assign",
    "find": "scenescore.cli.search.find:find",
    "scenes": "scenescore.cli.search.scenes:scenes",
    "cue": "scenescore.cli.project.cue:cue",
    "export": "scenescore.cli.project.export:export",
    "train": "scenescore.cli.model.train:train",
    "library": "scenescore.cli.library.commands:library",
    "models": "scenescore.cli.model.models:models",
    "study": "scenescore.cli.study.study:study",
    "doctor": "scenescore.cli.daemon.doctor:doctor",
}

ALIKE = 0.7
"""How alike a mistyped command must be to be suggested, 0 to 1 (`difflib`): "libary" means no "play"."""


class ErrorGroup(click.Group):
    """A group whose commands end with one line on standard error and an exit code when Scenescore fails."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run a command.

        Parameters
        ----------
        args : sequence of str, optional
            The arguments; by default those of the process.
        rest, options : object
            Passed on to click.

        Returns
        -------
        object
            What click returns.
        """
        try:
            return super().main(args, *rest, **options)
        except ScenescoreError as error:
            print_error(error, as_json="--json" in (sys.argv if args is None else args))
            sys.exit(error.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and say that it was stopped if Ctrl-C ends it.

        Parameters
        ----------
        ctx : click.Context
            The context.

        Returns
        -------
        object
            What the command returns.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.secho("\nStopped by Ctrl-C.", fg="yellow", err=True)
            ctx.exit(STOPPED_EXIT_CODE)


def print_error(error: ScenescoreError, *, as_json: bool) -> None:
    """Print an error on standard error.

    Parameters
    ----------
    error : ScenescoreError
        The error.
    as_json : bool
        Whether to print it on standard output, too, as JSON.
    """
    if as_json:
        click.echo(json.dumps({"error": {"reason": error.reason, "message": error.message}}))
    click.secho(f"Error: {error.message}", fg="red", err=True)


class LazyGroup(ErrorGroup):
    """A group that imports the file of a command only when the command is used."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run a command of this process.

        Parameters
        ----------
        args : sequence of str, optional
            The arguments; by default those of the process.
        rest, options : object
            Passed on to click.

        Returns
        -------
        object
            What click returns.
        """
        collect_less()
        if "_SCENESCORE_COMPLETE" in os.environ:
            complete_in_bash()
        return super().main(args, *rest, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which users meet them.

        Parameters
        ----------
        ctx : click.Context
            Not used.

        Returns
        -------
        list of str
        """
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command.

        Parameters
        ----------
        ctx : click.Context
            Not used.
        cmd_name : str
            The command's name.

        Returns
        -------
        click.Command or None
            None if there is no such command.
        """
        if cmd_name == "bench":
            return moved("scenescore bench", "scenescore-eval bench")
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with.

        Parameters
        ----------
        ctx : click.Context
            The context.
        args : list of str
            The arguments.

        Returns
        -------
        tuple of str, click.Command and list of str
            The command's name, the command, and its arguments.

        Raises
        ------
        click.UsageError
            There is no such command. The message names similar ones, which click can't, as it only knows
            commands that are imported.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            similar = difflib.get_close_matches(args[0], COMMANDS, cutoff=ALIKE)
            if not similar:
                raise
            meant = " or ".join(repr(name) for name in similar)
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {meant}?", ctx) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scenescore", prog_name="scenescore")
def main() -> None:
    """Watch a game and find the track in your own music library that fits the scene, live."""


if __name__ == "__main__":
    main()
