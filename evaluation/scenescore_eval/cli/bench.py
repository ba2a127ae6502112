"""``scenescore-eval bench``: how fast Scenescore is on this machine. Each benchmark has its own file."""

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

    Each figure stands beside a baseline from the same run. With --json, the result has the machine, versions,
    seed and counts, too. Libraries and games come from Scenescore's demo, so the benchmarks need no data of
    yours, and they change none.
    """


for command in (ingest, live, search, sessions, start, train):
    bench.add_command(command)
