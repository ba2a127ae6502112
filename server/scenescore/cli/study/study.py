"""``scenescore study``: the paper's three studies on your own games."""

import click

from scenescore.cli.moved import moved
from scenescore.cli.study.diversity import diversity
from scenescore.cli.study.separation import separation
from scenescore.cli.study.similarity import similarity


@click.group()
def study() -> None:
    """Run the paper's studies on your own games."""


for command in (
    similarity,
    separation,
    diversity,
    moved("scenescore study report", "scenescore-eval report"),
):
    study.add_command(command)
