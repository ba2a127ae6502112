"""The user's own music.

Music files come in through `ingest`, are kept in `store`, and go out as tracks and as an index that
`matching` can search. `watch` looks after folders while a daemon runs; `cluster` computes on other
machines.
"""
