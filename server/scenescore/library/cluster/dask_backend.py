"""joblib's way to Dask, with two of its gaps closed. Whoever imports this loads Dask."""

import asyncio

from joblib._dask import DaskDistributedBackend


class DaskBackend(DaskDistributedBackend):  # type: ignore[misc]
    """Runs joblib's tasks on the workers of a Dask client.

    joblib 1.6 does the work of a cluster with one worker in its own process, and waits for ever for a task
    that Dask has given up because it took several workers with it.
    """

    def effective_n_jobs(self, n_jobs: int) -> int:
        """Return how many tasks run at a time; from two on joblib leaves this process alone."""
        found: int = super().effective_n_jobs(n_jobs)
        return max(2, found)

    async def _collect(self) -> None:
        """Hand each result on as it comes, and what Dask itself says of a task as that task's error."""
        while self._continue:
            async for future, result in self.waiting_futures:
                waiting = self._results.pop(future)
                done = self._callbacks.pop(future)
                outcome = result[1] if future.status == "error" else result
                waiting.set_result(outcome)
                done(outcome)
            await asyncio.sleep(0.01)
