"""The gRPC daemon around sessions, the library and trainings.

Calls come in and are answered by `services`, which hand long streams to `streams` and long work to
`jobs`; `process` starts, finds and ends the daemon. What an answer is made of lies in `session` and
`retrieval`.
"""
