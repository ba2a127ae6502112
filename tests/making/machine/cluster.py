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

START_TIMEOUT_S = 240.0
END_TIMEOUT_S = 30.0


class Cluster:
    """A scheduler and its workers.

    Parameters
    ----------
    scratch : Path
        A folder for logs and the workers' files.
    environment : mapping of str to str, optional
        Further environment variables of all processes.

    Attributes
    ----------
    address : str
        The scheduler's address.
    scheduler : subprocess.Popen
        Its process.
    workers : list of subprocess.Popen
        The processes of the workers, each with one thread.
    """

    def __init__(self, scratch: Path, environment: Mapping[str, str] | None = None) -> None:
        self._scratch = scratch
        self._environment = {**os.environ, **(environment or {})}
        self.workers: list[subprocess.Popen[bytes]] = []
        self._logs: list[Path] = []
        told = scratch / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)
        )
        try:
            self.address: str = wait_until(lambda: address_in(told), START_TIMEOUT_S)
        except AssertionError:
            self.close()
            raise

    def add_worker(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a worker; `wait_for_workers` waits until the scheduler knows it."""
        place = ("--local-directory", str(self._scratch))
        self.workers.append(self._start("worker", self.address, "--nthreads", "1", *place, *arguments))
        return self.workers[-1]

    def ensure_workers(self, count: int) -> None:
        """Forget the workers that have ended, start as many as are missing, and wait for them."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        for _ in range(count - len(self.workers)):
            self.add_worker()
        self.wait_for_workers()

    def wait_for_workers(self) -> None:
        """Wait until the scheduler knows all workers that were started."""
        logs = [log for log in self._logs if log.name.startswith("worker")]
        wait_until(lambda: all("Registered to" in log.read_text() for log in logs), START_TIMEOUT_S)

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Kill a process and all that it has started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(END_TIMEOUT_S)

    def close(self) -> None:
        """Kill all processes."""
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)

    def _start(self, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        file = self._scratch / f"{kind}-{len(self._logs)}.log"
        self._logs.append(file)
        with file.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *arguments, "--no-dashboard"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def address_in(file: Path) -> str:
    """Return the address that a scheduler has written into a file; empty until it is written completely."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):
        return ""


@contextmanager
def running_cluster(
    scratch: Path, *, workers: int = 2, environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Run a scheduler and some workers while the block lasts.

    Parameters
    ----------
    scratch : Path
        A folder for logs and the workers' files.
    workers : int
        How many workers.
    environment : mapping of str to str, optional
        Further environment variables of all processes.

    Yields
    ------
    Cluster
        With all its workers connected.
    """
    cluster = Cluster(scratch, environment)
    try:
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait_for_workers()
        yield cluster
    finally:
        cluster.close()
