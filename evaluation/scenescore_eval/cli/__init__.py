"""The commands of ``scenescore-eval``.

Arguments come in; a report or tables of figures go out. Each command has a file of its own.
"""
