"""The command line: thin commands over the rooms.

Arguments come in; text, tables or JSON and an exit code go out. Each command has a file of its own,
which is imported when the command is used.
"""
