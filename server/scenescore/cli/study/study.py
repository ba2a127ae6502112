"""``scenescore study``: the paper's studies, on your own games, each in a file of its own."""

import click

from scenescore.cli.moved import moved
from scenescore.cli.study.diversity import diversity
from scenescore.cli.study.separation import separation
from scenescore.cli.study.similarity import similarity


@click.group()
def study() -> None:
    """Do the paper's studies on games of your own."""


for command in (
    similarity,
    separation,
    diversity,
    moved("scenescore study report", "scenescore-eval report"),
):
    study.add_command(command)
