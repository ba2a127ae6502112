"""Import a folder of music on this machine, and on a two-worker Dask cluster that loses a worker half-way.

Prints one JSON object: whether the two libraries have the same features, byte for byte, and the time of each.
Run with ``PYTHONPATH=tests uv run python tests/benchmarks/cluster_collection.py MUSIC``.
"""

import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from making.machine.cluster import running_cluster
from scenescore.library.cluster.executor import cluster_executor
from scenescore.library.ingest.ingest import IngestReport, Progress, ingest
from scenescore.library.ingest.music_files import find_files
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.installed import find_bundle


def stored_features(library: Library) -> dict[tuple[str, str], bytes]:
    """Return the bytes of all features, by track and key."""
    with sqlite3.connect(library.path / "library.sqlite3") as connection:
        rows = connection.execute("SELECT track_id, key, data FROM features").fetchall()
    connection.close()
    return {(track_id, key): data for track_id, key, data in rows}


def counts(report: IngestReport) -> dict[str, Any]:
    """Return what an import did."""
    return {"added": report.added, "broken": len(report.broken), "seconds": round(report.seconds, 1)}


def measure(music: Path, scratch: Path) -> dict[str, Any]:
    """Import the music in both ways."""
    requirements = requirements_of([find_bundle("starter")])
    half = len(find_files([music]).files) // 2
    with Library(scratch / "here") as here:
        alone = ingest(here, [music], requirements, jobs=2)
    killed_after: list[int] = []
    with running_cluster(scratch) as cluster:

        def kill_half_way(progress: Progress) -> None:
            if progress.files_done >= half and not killed_after:
                cluster.kill(cluster.workers[0])
                killed_after.append(progress.files_done)

        with cluster_executor(cluster.address) as executor, Library(scratch / "there") as there:
            report = ingest(there, [music], requirements, executor=executor, progress=kill_half_way)
    return {
        "here": counts(alone),
        "cluster": counts(report),
        "worker_killed_after_files": killed_after,
        "features": len(stored_features(here)),
        "same_byte_for_byte": stored_features(here) == stored_features(there),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(sys.argv[1]), Path(folder)), indent=1))
