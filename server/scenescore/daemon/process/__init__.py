"""The daemon as a process.

A command line comes in; a running daemon with ports, a ready file and an orderly end goes out.
`launch` finds one that runs already.
"""
