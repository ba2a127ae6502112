"""``scenescore models``: list, show and suggest bundles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.completion import complete_bundle
from scenescore.cli.tables import print_rows

if TYPE_CHECKING:
    from scenescore.model.bundle.bundle import Bundle


@click.group()
def models() -> None:
    """Look at the installed bundles."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_models(as_json: bool) -> None:
    """List your own bundles and those that came with Scenescore."""
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
        click.echo("There is no bundle yet. Train one with `scenescore train --game NAME VIDEO...`.")
    else:
        print_rows(
            f"{len(bundles)} bundles",
            ("name", "game", "preset", "features", "steps", "test loss", "mean's loss"),
            [
                (
                    *(bundle.name, bundle.game, bundle.preset, str(bundle.feature_set), str(bundle.steps)),
                    *(f"{bundle.held_out_loss:.3f}", f"{bundle.mean_loss:.3f}"),
                )
                for bundle in bundles
            ],
            numbers=("steps", "test loss", "mean's loss"),
        )
    for _, reason in broken:
        click.secho(reason, fg="yellow", err=True)


@models.command()
@click.argument("model", shell_complete=complete_bundle)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, with the record of its training."
)
def show(model: str, as_json: bool) -> None:
    """Show one bundle. MODEL is its name or its folder."""
    from scenescore.model.bundle.installed import find_bundle

    bundle = find_bundle(model)
    if as_json:
        click.echo(json.dumps({**summary(bundle), "trained_on": dict(bundle.trained_on)}))
        return
    report(bundle)
    trained_on = bundle.trained_on
    halves = trained_on.get("segments", {})
    counts = ", ".join(f"{len(halves.get(half, []))} {half}" for half in ("training", "validation", "test"))
    click.echo(
        f"  segments of 12 s: {counts}; {trained_on.get('silent_passed_over', 0)} silent ones left out"
    )
    click.echo(f"  preset {bundle.preset}, seed {trained_on.get('seed')}")
    for video in trained_on.get("videos", []):
        click.echo(f"  trained on {video['file']} ({video['seconds']:.0f} s)")


@models.command()
@click.argument("pictures", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLIP|IMAGE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def suggest(pictures: tuple[Path, ...], as_json: bool) -> None:
    """Find the bundle whose game looks most like yours, from clips and screenshots (PNG, JPEG) of it.

    The dissimilarity is the paper's (section 3.2): the mean Hamming distance of perceptual hashes over all
    pairs of a picture of your game and one of the bundle's game. It is 0 to 64; about 32 means that they have
    nothing in common.
    """
    import numpy as np

    from scenescore.errors import PreconditionError
    from scenescore.model.bundle.installed import list_bundles
    from scenescore.retrieval.game_similarity import hashes_of, suggest, why_left_out

    hashes = np.concatenate([hashes_of(path) for path in pictures])
    bundles, broken = list_bundles()
    suggestions, left_out = suggest(hashes, bundles)
    if not suggestions:
        raise PreconditionError(
            why_left_out(left_out)
            or "there is no bundle to suggest: train one with `scenescore train --game NAME VIDEO...`"
        )
    if as_json:
        result = {
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
        click.echo(json.dumps(result))
        return
    print_rows(
        f"What your {len(hashes)} pictures look most like",
        ("bundle", "game", "preset", "dissimilarity"),
        [
            (one.bundle.name, one.bundle.game, one.bundle.preset, f"{one.dissimilarity:.2f}")
            for one in suggestions
        ],
        numbers=("dissimilarity",),
    )
    for text in (why_left_out(left_out), *(reason for _, reason in broken)):
        if text:
            click.secho(text, fg="yellow", err=True)


def summary(bundle: "Bundle") -> dict[str, Any]:
    """Return the main facts about a bundle for ``--json``.

    Parameters
    ----------
    bundle : Bundle
        The bundle.

    Returns
    -------
    dict
    """
    drawn = bundle.trained_on.get("segments", {})
    return {
        "name": bundle.name,
        "path": str(bundle.path),
        "game": bundle.game,
        "preset": bundle.preset,
        "steps": bundle.steps,
        "features": list(bundle.feature_set.names),
        "dimensions": bundle.feature_set.dimensions,
        "held_out_loss": bundle.held_out_loss,
        "mean_loss": bundle.mean_loss,
        "segments": {half: len(drawn.get(half, [])) for half in ("training", "validation", "test")},
        "silent_passed_over": bundle.trained_on.get("silent_passed_over"),
        "skipped": bundle.trained_on.get("skipped", []),
        "epochs": bundle.trained_on.get("epochs"),
        "best_epoch": bundle.trained_on.get("best_epoch"),
        "stopped": bundle.trained_on.get("stopped"),
        "seed": bundle.trained_on.get("seed"),
        "precision": bundle.trained_on.get("precision"),
    }


def report(bundle: "Bundle") -> None:
    """Print the main facts about a bundle.

    Parameters
    ----------
    bundle : Bundle
        The bundle.
    """
    trained_on = bundle.trained_on
    click.secho(f"{bundle.name}: {bundle.game}, {bundle.feature_set}, {bundle.steps} steps", bold=True)
    click.echo(
        f"  loss on the test half: {bundle.held_out_loss:.3f}; predicting the mean: {bundle.mean_loss:.3f}"
    )
    if bundle.held_out_loss >= bundle.mean_loss:
        click.secho(
            "  It is no better than the mean: train with more videos, or ones whose music follows the scene.",
            fg="yellow",
        )
    epochs = f"epoch {trained_on['best_epoch']} of {trained_on['epochs']}"
    click.echo(f"  {epochs} was kept; the loss curve is in loss.png")
    click.echo(f"  {bundle.path}")
