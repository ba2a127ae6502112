"""What a command says at its end: which command comes next."""

import click


def say_next(command: str, purpose: str) -> None:
    """Name the command that comes next.

    Parameters
    ----------
    command : str
        As it is typed, such as ``scenescore watch``.
    purpose : str
        What it does, after "to".
    """
    # On standard error: what a command prints for a pipe stays plain.
    click.secho(f"Next: {click.style(command, bold=True)}  to {purpose}", err=True)
