"""The commands ``info`` and ``shutdown``."""

import json
from dataclasses import asdict

import click

from scenescore_client.client import Client


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def info(client: Client, as_json: bool) -> None:
    """Show the daemon's version, what it has loaded and its limits."""
    found = client.info()
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"scenescore {found.version}, process {found.pid}, up for {found.uptime_s:.0f} s")
    click.echo(f"bundle {found.default_model or 'none'}, {found.tracks} tracks")
    click.echo(f"{found.sessions} of {found.max_sessions} sessions open")
    click.echo(f"its screen: {found.screen_capture_problem or 'can be captured'}")


@click.command()
@click.pass_obj
def shutdown(client: Client) -> None:
    """End the daemon after it has told its open streams."""
    client.shutdown()
    click.echo("the daemon ends", err=True)
