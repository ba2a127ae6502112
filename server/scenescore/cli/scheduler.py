"""The option ``--scheduler``: long work on a Dask cluster instead of this machine."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenescore.library.ingest.executor import Workers

scheduler_option = click.option(
    "--scheduler",
    default="",
    metavar="tcp://HOST:PORT",
    help="Compute on the workers of this Dask scheduler instead of this machine; needs the extra "
    "scenescore[cluster].",
)


def workers_at(scheduler: str) -> "AbstractContextManager[Workers | None]":
    """Return the workers of a Dask cluster for the length of a block; None where no scheduler is named."""
    if not scheduler:
        return nullcontext()
    from scenescore.library.cluster.scheduler import cluster_at

    return cluster_at(scheduler)


def parallel_at(scheduler: str) -> AbstractContextManager[None]:
    """Let what runs through joblib run on a Dask cluster for the length of a block, where one is named."""
    if not scheduler:
        return nullcontext()
    from scenescore.library.cluster.scheduler import parallel_on

    return parallel_on(scheduler)
