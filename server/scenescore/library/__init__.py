"""The user's own music.

Music files come in through `ingest` and are kept in `store`. They go out as tracks, and as the
`track_index` that `matching` searches. `watch` keeps the library in step with a folder; `cluster` computes
features on other machines.
"""
