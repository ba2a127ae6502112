"""A Dask cluster of real processes on this machine."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from making.daemon import wait_until

STARTS_S = 120.0
ENDS_S = 30.0


class Cluster:
    """A scheduler and its workers.

    Parameters
    ----------
    scratch : Path
        Where logs go.
    environment : mapping, optional
        Further variables for all of its processes.

    Attributes
    ----------
    address : str
        The scheduler's.
    scheduler : subprocess.Popen
        Its process.
    workers : list of subprocess.Popen
        The workers' processes, each with one thread.
    """

    def __init__(self, scratch: Path, environment: Mapping[str, str] | None = None) -> None:
        self._scratch = scratch
        self._environment = {**os.environ, **(environment or {})}
        self.workers: list[subprocess.Popen[bytes]] = []
        told = scratch / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)
        )
        try:
            self.address: str = wait_until(lambda: address_in(told), STARTS_S)
        except AssertionError:
            self.close()
            raise

    def add_worker(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a worker; `wait_for_workers` waits until it takes part."""
        place = ("--local-directory", str(self._scratch))
        self.workers.append(self._start("worker", self.address, "--nthreads", "1", *place, *arguments))
        return self.workers[-1]

    def wait_for_workers(self) -> None:
        """Wait until all workers that were started are known to the scheduler."""
        logs = [self._scratch / f"worker-{number}.log" for number in range(len(self.workers))]
        wait_until(lambda: all("Registered to" in log.read_text() for log in logs), STARTS_S)

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """End a process and all that it has started, without a word to anybody."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(ENDS_S)

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)

    def _start(self, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self._scratch / f"{kind}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *arguments, "--no-dashboard"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def address_in(file: Path) -> str:
    """Return the address that a scheduler has written; empty while it hasn't, or not to the end."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):
        return ""


@contextmanager
def running_cluster(
    scratch: Path, *, workers: int = 2, environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Run a scheduler and some workers while the block lasts."""
    cluster = Cluster(scratch, environment)
    try:
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait_for_workers()
        yield cluster
    finally:
        cluster.close()
