"""Options and steps that the studies of labelled play share."""

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
    help="A bundle to try, by name or folder; may be given several times, such as one for each feature.",
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Labelled play: a data folder (see docs/studies.md).",
)
games_option = click.option(
    "--game", "games", multiple=True, help="A game to try; may be given several times. [default: all]"
)
seed_option = click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same scenes.")
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for the pictures and the tables. [default: the current one]",
)


def chosen_games(data: "DataFolder", games: Sequence[str]) -> list[str]:
    """Return the games that were asked for, all where none was.

    Raises
    ------
    NotFoundError
        One isn't in the folder.
    """
    from scenescore.errors import NotFoundError

    for game in games:
        if game not in data.games:
            raise NotFoundError(f"{data.path} has no game {game!r}; there are {', '.join(data.games)}")
    return list(dict.fromkeys(games or data.games))


@contextmanager
def progress_bar(words: str, *, quiet: bool) -> "Iterator[Callable[[int, int], None]]":
    """Show a bar on standard error; what is given back is told how many of how many are done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(words, total=None)
        yield lambda count, total: bar.update(task, completed=count, total=total)


def write_results(out: Path, files: dict[str, bytes]) -> list[str]:
    """Write a study's files and return their paths.

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
    """Return rows as the content of a CSV file; numbers with four decimals."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows(
        [f"{cell:.4f}" if isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode()


def name_broken(broken: "Sequence[BrokenFileError]") -> None:
    """Tell on standard error which files were passed over."""
    for one in broken:
        click.secho(f"passed over: {one.message}", fg="yellow", err=True)
