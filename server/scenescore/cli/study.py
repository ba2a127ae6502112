"""``scenescore study``: the paper's studies, on your own games, each in a file of its own."""

import click

from scenescore.cli.study_diversity import diversity
from scenescore.cli.study_report import report
from scenescore.cli.study_separation import separation
from scenescore.cli.study_similarity import similarity


@click.group()
def study() -> None:
    """Do the paper's studies on games of your own."""


for command in (similarity, separation, diversity, report):
    study.add_command(command)
