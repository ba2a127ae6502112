"""Options and steps that the studies share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenescore.errors import BrokenFileError
    from scenescore.studies.data_folder import DataFolder

models_option = click.option(
    "--model",
    "models",
    multiple=True,
    required=True,
    help="A bundle to try: its name or folder. Repeat it to try several, such as one for each feature.",
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of labelled play (see docs/studies.md).",
)
games_option = click.option(
    "--game", "games", multiple=True, help="A game to try. Repeat it to try several. [default: all]"
)
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="The same seed draws the same scenes."
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for the pictures and the tables. [default: the current one]",
)


def chosen_games(data: "DataFolder", games: Sequence[str]) -> list[str]:
    """Return the games that were asked for, or all.

    Parameters
    ----------
    data : DataFolder
        The labelled play.
    games : sequence of str
        Values of ``--game``.

    Returns
    -------
    list of str

    Raises
    ------
    NotFoundError
        A game isn't in the folder.
    """
    from scenescore.errors import NotFoundError

    for game in games:
        if game not in data.games:
            raise NotFoundError(f"{data.path} has no game {game!r}; there are {', '.join(data.games)}")
    return list(dict.fromkeys(games or data.games))


@contextmanager
def progress_bar(words: str, *, quiet: bool) -> "Iterator[Callable[[int, int], None]]":
    """Show a progress bar on standard error.

    Parameters
    ----------
    words : str
        What is done.
    quiet : bool
        Whether to leave out the bar.

    Yields
    ------
    callable
        To be called with the number of things that are done, and of all.
    """
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(words, total=None)
        yield lambda count, total: bar.update(task, completed=count, total=total)


def can_draw() -> bool:
    """Return whether pictures can be drawn, and say so on standard error if they can't.

    A study asks before it computes. Without matplotlib it still prints and writes its tables.
    """
    from scenescore.errors import UnavailableError
    from scenescore.studies.figure import require_matplotlib

    try:
        require_matplotlib()
    except UnavailableError as error:
        click.secho(f"no picture will be drawn: {error.message}", fg="yellow", err=True)
        return False
    return True


def write_results(out: Path, files: dict[str, bytes]) -> list[str]:
    """Write the files of a study.

    Parameters
    ----------
    out : Path
        Folder for them.
    files : dict of str to bytes
        Content by file name.

    Returns
    -------
    list of str
        Their paths.

    Raises
    ------
    StorageError
        The folder can't be written.
    """
    from scenescore.errors import StorageError

    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error
    return [str(out / name) for name in files]


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Return the content of a CSV file.

    Parameters
    ----------
    rows : sequence of sequence
        The rows. Floats get four decimals.

    Returns
    -------
    bytes
    """
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows(
        [f"{cell:.4f}" if isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode()


def name_broken(broken: "Sequence[BrokenFileError]") -> None:
    """Say on standard error which files were skipped.

    Parameters
    ----------
    broken : sequence of BrokenFileError
        The files.
    """
    for one in broken:
        click.secho(f"skipped: {one.message}", fg="yellow", err=True)
