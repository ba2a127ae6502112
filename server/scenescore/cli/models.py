"""``scenescore models``: the installed bundles."""

import json

import click


@click.group()
def models() -> None:
    """See the bundles that can be predicted with."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_models(as_json: bool) -> None:
    """List your own bundles and those that came with Scenescore."""
    from rich.console import Console
    from rich.table import Table

    from scenescore.cli.train import summary
    from scenescore.model.bundle import list_bundles

    bundles, broken = list_bundles()
    if as_json:
        listed = {
            "models": [summary(bundle) for bundle in bundles],
            "broken": [{"path": str(path), "reason": reason} for path, reason in broken],
        }
        click.echo(json.dumps(listed))
        return
    if not bundles:
        click.echo("There are none yet; train one with `scenescore train --game NAME VIDEO...`.")
    else:
        table = Table("name", "game", "preset", "features", "steps", "test loss", "mean's loss")
        for bundle in bundles:
            table.add_row(
                bundle.name,
                bundle.game,
                bundle.preset,
                str(bundle.feature_set),
                str(bundle.steps),
                f"{bundle.held_out_loss:.3f}",
                f"{bundle.mean_loss:.3f}",
            )
        Console().print(table)
    for _, reason in broken:
        click.secho(reason, fg="yellow", err=True)


@models.command()
@click.argument("model")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, with all that it was trained on."
)
def show(model: str, as_json: bool) -> None:
    """Show one bundle: MODEL is its name or its folder."""
    from scenescore.cli.train import report, summary
    from scenescore.model.bundle import find_bundle

    bundle = find_bundle(model)
    if as_json:
        click.echo(json.dumps({**summary(bundle), "trained_on": dict(bundle.trained_on)}))
        return
    report(bundle)
    told = bundle.trained_on
    halves = told.get("segments", {})
    counts = ", ".join(f"{len(halves.get(half, []))} {half}" for half in ("training", "validation", "test"))
    click.echo(f"  segments of 12 s: {counts}; {told.get('silent_passed_over', 0)} silent ones passed over")
    click.echo(f"  preset {bundle.preset}, seed {told.get('seed')}")
    for video in told.get("videos", []):
        click.echo(f"  learnt from {video['file']} ({video['seconds']:.0f} s)")
