"""The daemon as a process.

Settings come in. Out go open ports, a ready file for clients, and an orderly shutdown when a signal, the
parent process or idleness asks for it. `launch` finds a running daemon or starts a private one.
"""
