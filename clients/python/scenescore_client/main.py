"""The command line, ``scenescore-client``."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from scenescore.errors import ScenescoreError
from scenescore_client.client import Client
from scenescore_client.commands.daemon import info, shutdown
from scenescore_client.commands.library import import_tracks, tracks
from scenescore_client.commands.stream import screen, stream, watch
from scenescore_client.connection import Connection

_FILE = click.Path(path_type=Path, dir_okay=False)


class ErrorGroup(click.Group):
    """Prints Scenescore's own errors in one line and exits with their code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; the parameters are click's."""
        try:
            return super().main(*args, **kwargs)
        except ScenescoreError as error:
            if "--json" in sys.argv:
                click.echo(json.dumps({"error": {"reason": error.reason, "message": error.message}}))
            click.secho(f"Error: {error.message}", fg="red", err=True)
            sys.exit(error.exit_code)


@click.group(cls=ErrorGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--address",
    default="",
    envvar="SCENESCORE_ADDRESS",
    metavar="HOST:PORT|unix:PATH",
    help="Address of the daemon.",
)
@click.option(
    "--token-file", type=_FILE, envvar="SCENESCORE_TOKEN_FILE", help="File with the daemon's token."
)
@click.option(
    "--ready-file",
    type=_FILE,
    envvar="SCENESCORE_READY_FILE",
    help="File in which the daemon tells its address and its token file.",
)
@click.option(
    "--tls-cert",
    type=_FILE,
    envvar="SCENESCORE_TLS_CERTIFICATE",
    help="PEM that verifies the daemon's certificate.",
)
@click.version_option(package_name="scenescore-client", prog_name="scenescore-client")
@click.pass_context
def main(
    context: click.Context,
    address: str,
    token_file: Path | None,
    ready_file: Path | None,
    tls_cert: Path | None,
) -> None:
    """Send frames to a Scenescore daemon and see which tracks fit.

    By default, the client calls your own daemon on this machine. The environment variable SCENESCORE_TOKEN
    may hold the token.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    context.obj = Client(
        Connection(
            address=address,
            token=os.environ.get("SCENESCORE_TOKEN", ""),
            token_file=token_file,
            ready_file=ready_file,
            tls_certificate=tls_cert,
        )
    )


for command in (stream, screen, watch, info, shutdown, import_tracks, tracks):
    main.add_command(command)

if __name__ == "__main__":
    main()
