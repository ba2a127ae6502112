"""Feature computation on a Dask cluster.

The work that `ingest` and trainings give to processes of this machine comes in. Features that remote workers
have computed go out. Only `scheduler` loads Dask.
"""
