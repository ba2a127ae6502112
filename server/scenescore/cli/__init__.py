"""The command line: thin commands over the other rooms.

Arguments come in. Text, tables or JSON go out, and an exit code. Each command has a file of its own, which is
imported only when the command is used.
"""
