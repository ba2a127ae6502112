"""``python -m scenescore``: the command line, for when the `scenescore` script is not on the path."""

from scenescore.cli.main import main

main()
