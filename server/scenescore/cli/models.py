"""``scenescore models``: the installed bundles."""

import json
from pathlib import Path

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
    from scenescore.model.bundle.installed import list_bundles

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
    from scenescore.model.bundle.installed import find_bundle

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


@models.command()
@click.argument("looks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLIP|IMAGE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def suggest(looks: tuple[Path, ...], as_json: bool) -> None:
    """Tell which bundle's game looks most like your own, from clips and screenshots (PNG, JPEG) of it.

    The dissimilarity is the paper's (section 3.2): the mean Hamming distance of perceptual hashes over all
    pairs of a picture of yours and one of the bundle's game, 0 to 64; about 32 means nothing in common.
    """
    import numpy as np
    from rich.console import Console
    from rich.table import Table

    from scenescore.errors import PreconditionError
    from scenescore.model.bundle.installed import list_bundles
    from scenescore.retrieval.game_similarity import hashes_of, suggest, why_left_out

    hashes = np.concatenate([hashes_of(path) for path in looks])
    bundles, broken = list_bundles()
    suggestions, left_out = suggest(hashes, bundles)
    if not suggestions:
        raise PreconditionError(
            why_left_out(left_out)
            or "there is no bundle to suggest; train one with `scenescore train --game NAME VIDEO...`"
        )
    if as_json:
        told = {
            "suggestions": [
                {
                    "name": one.bundle.name,
                    "game": one.bundle.game,
                    "preset": one.bundle.preset,
                    "dissimilarity": one.dissimilarity,
                }
                for one in suggestions
            ],
            "left_out": [bundle.name for bundle in left_out],
            "pictures": len(hashes),
        }
        click.echo(json.dumps(told))
        return
    table = Table("bundle", "game", "preset", title=f"What {len(hashes)} pictures look most like")
    table.add_column("dissimilarity", justify="right")
    for one in suggestions:
        table.add_row(one.bundle.name, one.bundle.game, one.bundle.preset, f"{one.dissimilarity:.2f}")
    Console().print(table)
    for text in (why_left_out(left_out), *(reason for _, reason in broken)):
        if text:
            click.secho(text, fg="yellow", err=True)
