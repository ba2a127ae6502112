"""``scenescore study similarity``: how much games look alike (the paper, section 3.2, Fig. 2)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scenescore.cli.options import json_option
from scenescore.cli.study.options import as_csv, can_draw, name_broken, write_results

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
@json_option
def similarity(folders: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Compare how much games look alike (the paper's section 3.2 and Fig. 2).

    Each VIDEO_DIR is a game, with its videos in it or below it. The dissimilarity of two games is the mean
    Hamming distance of perceptual hashes over all pairs of their pictures, two pictures a second. It is 0 to
    64, and about 32 for games that have nothing in common. To choose a game to train on, take the one that is
    most similar to yours.
    """
    from scenescore.errors import InvalidInputError
    from scenescore.retrieval.game_similarity import dissimilarities, most_similar
    from scenescore.studies.similarity.picture import draw_dissimilarities

    if len(folders) < 2:
        raise InvalidInputError(f"a comparison needs two games: name two folders or more, not {len(folders)}")
    names = game_names(folders)
    draws = can_draw()
    games, broken = read_games(folders, names, quiet=as_json)
    matrix = dissimilarities(games)
    rows = [[name, *values] for name, values in zip(names, matrix.tolist(), strict=True)]
    files = {TABLE: as_csv([["game", *names], *rows])}
    if draws:
        files[PICTURE] = draw_dissimilarities(names, matrix)
    written = write_results(out, files)
    closest = most_similar(matrix)
    if as_json:
        result = {
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
            "picture": str(out / PICTURE) if draws else None,
            "table": str(out / TABLE),
        }
        click.echo(json.dumps(result))
        return
    show_table(games, matrix, closest)
    name_broken(broken)
    click.echo(f"Written: {', '.join(written)}")


def game_names(folders: Sequence[Path]) -> list[str]:
    """Name each game after its folder. If two have the same name, the folder above is added.

    Parameters
    ----------
    folders : sequence of Path
        Folder of each game.

    Returns
    -------
    list of str

    Raises
    ------
    InvalidInputError
        A folder is given twice.
    """
    from scenescore.errors import InvalidInputError

    whole = [folder.resolve() for folder in folders]
    if twice := next((folder for folder in whole if whole.count(folder) > 1), None):
        raise InvalidInputError(f"{twice} is given twice: name each game once")
    short = [folder.name for folder in whole]
    return [
        name if short.count(name) == 1 else "/".join(folder.parts[-2:])
        for name, folder in zip(short, whole, strict=True)
    ]


def read_games(
    folders: Sequence[Path], names: Sequence[str], *, quiet: bool
) -> "tuple[list[Game], list[BrokenFileError]]":
    """Read the picture hashes of all games, with a progress bar on standard error.

    Parameters
    ----------
    folders : sequence of Path
        Folder of each game.
    names : sequence of str
        Name of each game.
    quiet : bool
        Whether to leave out the progress bar.

    Returns
    -------
    games : list of Game
    broken : list of BrokenFileError
        Videos that were skipped.
    """
    from rich.console import Console
    from rich.progress import Progress

    from scenescore.retrieval.game_similarity import read_game, videos_in

    games, broken = [], []
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("Reading videos", total=sum(len(videos_in(folder)) for folder in folders))
        for folder, name in zip(folders, names, strict=True):
            game, problems = read_game(folder, name, lambda _: bar.advance(task))
            games.append(game)
            broken += problems
    return games, broken


def show_table(games: "Sequence[Game]", matrix: "npt.NDArray[np.float64]", closest: Sequence[int]) -> None:
    """Print the matrix, with the most similar game of each row in bold.

    Parameters
    ----------
    games : sequence of Game
        The games.
    matrix : np.ndarray [shape=(n, n), float64]
        Their dissimilarities.
    closest : sequence of int
        Place of the most similar game of each.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table("", "game", "pictures", title="Dissimilarity, 0 to 64 (in brackets: within one game)")
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
