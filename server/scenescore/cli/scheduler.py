"""The option ``--scheduler``: compute on a Dask cluster instead of this machine."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenescore.library.ingest.executor import Executor

scheduler_option = click.option(
    "--scheduler",
    default="",
    metavar="tcp://HOST:PORT",
    help="Compute on the workers of this Dask scheduler instead of this machine; needs the extra `cluster`.",
)


def executor_on(scheduler: str) -> "AbstractContextManager[Executor | None]":
    """Return a context that connects an import to a Dask cluster.

    Parameters
    ----------
    scheduler : str
        The scheduler's address; empty for this machine.

    Returns
    -------
    context manager
        Gives the cluster's executor, or None for this machine.
    """
    if not scheduler:
        return nullcontext()
    from scenescore.library.cluster.executor import cluster_executor

    return cluster_executor(scheduler)


def parallel_map_on(scheduler: str) -> AbstractContextManager[None]:
    """Return a context in which `scenescore.parallel.parallel_map` runs on a Dask cluster.

    Parameters
    ----------
    scheduler : str
        The scheduler's address; empty for this machine.

    Returns
    -------
    context manager
        Connected while its block lasts.
    """
    if not scheduler:
        return nullcontext()
    from scenescore.library.cluster.executor import cluster_parallel_map

    return cluster_parallel_map(scheduler)
