"""Feature computation on a Dask cluster.

The same work that `ingest` gives its own processes comes in; features computed by remote workers go
out. Nothing else loads Dask.
"""
