"""``scenescore bench``: how fast Scenescore is on this machine, each benchmark in a file of its own."""

import click

from scenescore_eval.cli.bench_ingest import ingest
from scenescore_eval.cli.bench_live import live
from scenescore_eval.cli.bench_search import search
from scenescore_eval.cli.bench_sessions import sessions
from scenescore_eval.cli.bench_start import start
from scenescore_eval.cli.bench_train import train


@click.group()
def bench() -> None:
    """Measure how fast Scenescore is on this machine.

    Each figure stands beside a baseline that is measured in the same run; `--json` adds machine, versions,
    seed and counts. Music and games are made or brought by Scenescore itself: nothing of yours is read or
    changed.
    """


for command in (ingest, live, search, sessions, start, train):
    bench.add_command(command)
