"""``scenescore study similarity``: how much games look alike (the paper, section 3.2, Fig. 2)."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from scenescore.errors import BrokenFileError
    from scenescore.retrieval.game_similarity import Game

PICTURE, TABLE = "game-similarity.png", "game-similarity.csv"


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="VIDEO_DIR...")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help=f"Folder for {PICTURE} and {TABLE}. [default: the current one]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def similarity(folders: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Tell how much games look alike: the paper's section 3.2 and Fig. 2.

    Each VIDEO_DIR is a game, with its videos in it or below it. The dissimilarity of two games is the mean
    Hamming distance of perceptual hashes over all pairs of their pictures, two pictures a second: 0 to 64,
    about 32 for games that have nothing in common. Whoever has to choose a game to learn from takes the most
    similar one.
    """
    from scenescore.errors import InvalidInputError, StorageError
    from scenescore.retrieval.game_similarity import dissimilarities, most_similar
    from scenescore.studies.similarity.picture import draw_dissimilarities

    if len(folders) < 2:
        raise InvalidInputError(
            f"one game has nothing to be compared with: name two folders, not {len(folders)}"
        )
    names = names_of(folders)
    games, broken = look_through(folders, names, quiet=as_json)
    matrix = dissimilarities(games)
    picture = draw_dissimilarities(names, matrix)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / PICTURE).write_bytes(picture)
        write_table(out / TABLE, names, matrix)
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error
    closest = most_similar(matrix)
    if as_json:
        told = {
            "games": [
                {
                    "name": game.name,
                    "folder": str(folder),
                    "videos": game.videos,
                    "pictures": len(game.hashes),
                }
                for game, folder in zip(games, folders, strict=True)
            ],
            "dissimilarity": matrix.tolist(),
            "most_similar": {
                name: {"game": names[other], "dissimilarity": matrix[place, other]}
                for place, (name, other) in enumerate(zip(names, closest, strict=True))
            },
            "broken": [{"file": str(one.path), "reason": one.problem} for one in broken],
            "picture": str(out / PICTURE),
            "table": str(out / TABLE),
        }
        click.echo(json.dumps(told))
        return
    show(games, matrix, closest)
    for one in broken:
        click.secho(f"passed over: {one.message}", fg="yellow", err=True)
    click.echo(f"{out / PICTURE} and {out / TABLE} hold this, too.")


def names_of(folders: Sequence[Path]) -> list[str]:
    """Name each game by its folder, with the folder above where two have the same name."""
    from scenescore.errors import InvalidInputError

    whole = [folder.resolve() for folder in folders]
    if twice := next((folder for folder in whole if whole.count(folder) > 1), None):
        raise InvalidInputError(f"{twice} is given twice: name each game once")
    short = [folder.name for folder in whole]
    return [
        name if short.count(name) == 1 else "/".join(folder.parts[-2:])
        for name, folder in zip(short, whole, strict=True)
    ]


def look_through(
    folders: Sequence[Path], names: Sequence[str], *, quiet: bool
) -> "tuple[list[Game], list[BrokenFileError]]":
    """Look through all games' videos under a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    from scenescore.retrieval.game_similarity import read_game, videos_in

    games, broken = [], []
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("Looking at videos", total=sum(len(videos_in(folder)) for folder in folders))
        for folder, name in zip(folders, names, strict=True):
            game, problems = read_game(folder, name, lambda _: bar.advance(task))
            games.append(game)
            broken += problems
    return games, broken


def write_table(path: Path, names: Sequence[str], matrix: "npt.NDArray[np.float64]") -> None:
    """Write the matrix as CSV, a game to a row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["game", *names])
        rows.writerows(
            [name, *(f"{value:.4f}" for value in row)] for name, row in zip(names, matrix, strict=True)
        )


def show(games: "Sequence[Game]", matrix: "npt.NDArray[np.float64]", closest: Sequence[int]) -> None:
    """Print the matrix, each game's most similar one in bold."""
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "", "game", "pictures", title="Dissimilarity (0 to 64; of a game's own pictures in brackets)"
    )
    for number in range(1, len(games) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("looks most like")
    for place, game in enumerate(games):
        cells = []
        for other, value in enumerate(matrix[place]):
            text = f"({value:.1f})" if other == place else f"{value:.1f}"
            cells.append(f"[bold green]{text}[/]" if other == closest[place] else text)
        table.add_row(str(place + 1), game.name, str(len(game.hashes)), *cells, games[closest[place]].name)
    Console().print(table)
