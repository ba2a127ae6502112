"""Commands of earlier versions that have moved."""

import click


def moved(old: str, new: str) -> click.Command:
    """Return a hidden command that tells users where a command has moved.

    Parameters
    ----------
    old, new : str
        The command lines, such as ``scenescore bench``.

    Returns
    -------
    click.Command
        Ends with an error, whatever its arguments.
    """

    @click.command(
        old.rsplit(maxsplit=1)[-1],
        hidden=True,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    )
    def command() -> None:
        raise click.UsageError(
            f"`{old}` is `{new}` now. The team's measurements are not part of the installed package: "
            f"in a checkout of Scenescore run `uv run {new}`."
        )

    return command
