"""``scenescore serve``: the daemon."""

import logging
import os
import sys
from pathlib import Path

import click

from scenescore.cli.completion import complete_bundle
from scenescore.cli.options import hub_correction_option, library_option


@click.command()
@click.option(
    "--listen",
    "addresses",
    multiple=True,
    metavar="HOST:PORT|unix:PATH",
    help="Address to listen on; may be given several times. Port 0 takes any free port. "
    "[default: 127.0.0.1:7265]",
)
@click.option(
    "--bundle",
    shell_complete=complete_bundle,
    default="",
    help="Bundle for sessions that don't name one: a name or a folder. [default: starter]",
)
@library_option
@click.option(
    "--read-only-library",
    is_flag=True,
    help="Never write to the library. If another process adds tracks, sessions see them within a second.",
)
@click.option(
    "--watch-folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the library up to date with the music in this folder while the daemon runs.",
)
@click.option(
    "--rescan-interval-s",
    type=float,
    default=60.0,
    show_default=True,
    help="Search watched folders again after this time, in seconds, even if nothing was heard of them: "
    "network drives send no events. 0: never.",
)
@click.option(
    "--allow-root",
    "roots",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Let clients import music and train from files below this folder; may be given several times.",
)
@click.option(
    "--ready-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write pid, port, address, token file and version to this file once the daemon accepts calls. "
    "[default: run/daemon.json in Scenescore's own folder, where clients look for it]",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that holds the token. [default: run/token in Scenescore's own folder]",
)
@click.option(
    "--owner-pid",
    type=click.IntRange(min=1),
    envvar="SCENESCORE_OWNER_PID",
    help="End when this process has ended. The variable SCENESCORE_OWNER_PID does the same.",
)
@click.option(
    "--end-with-stdin",
    is_flag=True,
    help="End when standard input ends, as it does when the program that started the daemon has ended.",
)
@click.option(
    "--idle-exit",
    type=float,
    metavar="SECONDS",
    help="End after this time without a session, a call, an import or a training. [default: never]",
)
@click.option(
    "--tls-cert",
    type=click.Path(path_type=Path),
    help="PEM certificate. Required if other machines can reach the daemon.",
)
@click.option("--tls-key", type=click.Path(path_type=Path), help="PEM key of the certificate.")
@click.option(
    "--max-sessions",
    type=click.IntRange(1, 1000),
    default=32,
    show_default=True,
    help="How many sessions may be open at the same time.",
)
@hub_correction_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when the daemon is ready.")
def serve(
    addresses: tuple[str, ...],
    bundle: str,
    folder: Path | None,
    read_only_library: bool,
    watch_folder: Path | None,
    rescan_interval_s: float,
    roots: tuple[Path, ...],
    ready_file: Path | None,
    token_file: Path | None,
    owner_pid: int | None,
    end_with_stdin: bool,
    idle_exit: float | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    max_sessions: int,
    hub_correction: str,
    as_json: bool,
) -> None:
    """Run the daemon that games and clients talk to over gRPC.

    Prints `scenescore ready: ADDRESS` once it accepts calls. Ends on Ctrl-C, on SIGTERM, when a client calls
    Shutdown, or as the options below say. Clients must send the content of the token file as
    `authorization: Bearer TOKEN`.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    # This must be set before NumPy is imported. The matrix products of a search are small, and waiting for a
    # second thread takes longer than computing them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import json
    from dataclasses import asdict

    from scenescore import paths
    from scenescore.daemon.process.ready_file import ReadyFile
    from scenescore.daemon.server import serve as run
    from scenescore.daemon.settings import DEFAULT_LISTEN, ServeSettings, parse_endpoint

    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")

    def announce(ready: ReadyFile) -> None:
        if as_json:
            click.echo(json.dumps({"ready": asdict(ready)}))
        else:
            for address in ready.addresses:
                click.echo(f"scenescore ready: {address}")
        sys.stdout.flush()

    reason = run(
        ServeSettings(
            library=folder or paths.library(),
            token_file=token_file or paths.token_file(),
            ready_file=ready_file or paths.ready_file(),
            listen=tuple(parse_endpoint(address) for address in addresses or (DEFAULT_LISTEN,)),
            bundle=bundle,
            read_only_library=read_only_library,
            watch_folder=watch_folder,
            rescan_interval_s=rescan_interval_s,
            allowed_roots=roots,
            owner_pid=owner_pid,
            ends_with_stdin=end_with_stdin,
            idle_exit_s=idle_exit,
            tls_certificate=tls_cert,
            tls_key=tls_key,
            max_sessions=max_sessions,
            hub_correction=hub_correction,
        ),
        announce,
    )
    click.echo(f"scenescore ended: {reason}", err=True)
