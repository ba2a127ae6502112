"""Write every command's ``--help`` into docs/cli.md (checked by a test)."""

import importlib
from pathlib import Path

import click

PAGE = Path(__file__).with_name("cli.md")
PROGRAMS = {"scenescore": "scenescore.cli.main:main", "scenescore-client": "scenescore_client.main:main"}


def sections(command: click.Command, name: str, parent: click.Context | None = None) -> list[str]:
    """Return one section for the command and one for each below it."""
    # A command's own settings, such as `-h` beside `--help`, count as they do when it runs.
    settings = {**command.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    found = [f"## {context.command_path}\n\n```text\n{command.get_help(context).strip()}\n```\n"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            if (below := command.get_command(context, child)) is not None:
                found += sections(below, child, context)
    return found


def page() -> str:
    """Return the whole page."""
    parts = ["# The command line\n\nWritten by `uv run python docs/generate_help.py`.\n"]
    for name, place in PROGRAMS.items():
        module, _, attribute = place.partition(":")
        parts += sections(getattr(importlib.import_module(module), attribute), name)
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
