"""``scenescore library`` and its subcommands."""
