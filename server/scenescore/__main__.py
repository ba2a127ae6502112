"""``python -m scenescore``: the command line without the script, as the daemon starts its own workers."""

from scenescore.cli.main import main

main()
