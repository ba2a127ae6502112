"""The commands of ``scenescore-eval``.

Arguments come in. A report, or tables of figures, go out. Each command has its own file.
"""
