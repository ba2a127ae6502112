"""How much games look alike: the paper's choice of the game to test on (section 3.2), and of a bundle to use.

The dissimilarity of two games is the mean Hamming distance of the picture hashes of all pairs of their
pictures, one of each game: 0 to 64 bits. Pictures that have nothing in common are 32 bits apart on average.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.decode import decode
from scenescore.frames.picture_hash import Hashes, bit_counts, picture_hash
from scenescore.frames.video import SUFFIXES, read_frames
from scenescore.model.bundle.bundle import Bundle

PICTURES_PER_S: Final = 2.0
"""Pictures taken of a video, each second."""

MAX_PICTURE_BYTES: Final = 64 * 2**20
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Game:
    """A game as far as its looks are concerned."""

    name: str
    """What it is called."""
    hashes: Hashes
    """Picture hashes of its videos [shape=(n,), uint64]."""
    videos: int
    """Videos that they were taken of."""


@dataclass(frozen=True)
class Suggestion:
    """How much a bundle's referred game looks like something."""

    bundle: Bundle
    """The bundle."""
    dissimilarity: float
    """0 to 64; to the most similar one where it has learnt from several games."""


def dissimilarity(ones: Hashes, others: Hashes) -> float:
    """Return the mean Hamming distance over all pairs of a hash of each side.

    Parameters
    ----------
    ones, others : np.ndarray [shape=(n,), uint64]
        One hash or more each.

    Returns
    -------
    float
        0 to 64.

    Raises
    ------
    InvalidInputError
        One side has no hash.
    """
    if not len(ones) or not len(others):
        raise InvalidInputError("there is no picture to compare: give some of either side")
    set_in_ones, set_in_others = bit_counts(ones), bit_counts(others)
    # For each bit: how many pairs differ in it.
    differing = set_in_ones * (len(others) - set_in_others) + (len(ones) - set_in_ones) * set_in_others
    return float(differing.sum() / (len(ones) * len(others)))


def own_dissimilarity(hashes: Hashes) -> float:
    """Return the mean Hamming distance over all pairs of two pictures of one game; 0 for a single picture.

    Parameters
    ----------
    hashes : np.ndarray [shape=(n,), uint64]
        Picture hashes of the game.

    Returns
    -------
    float
        0 to 64 bits.
    """
    count = len(hashes)
    counts = bit_counts(hashes)
    return float(2 * (counts * (count - counts)).sum() / max(1, count * (count - 1)))


def dissimilarities(games: Sequence[Game]) -> npt.NDArray[np.float64]:
    """Return the dissimilarity of each pair of games, as the paper's Fig. 2.

    Parameters
    ----------
    games : sequence of Game

    Returns
    -------
    np.ndarray [shape=(n, n), float64]
        Symmetric. On the diagonal stands `own_dissimilarity`: how far a game's own pictures are apart.
    """
    matrix = np.diag([own_dissimilarity(game.hashes) for game in games]).astype(np.float64)
    for i, one in enumerate(games):
        for j, other in enumerate(games[:i]):
            matrix[i, j] = matrix[j, i] = dissimilarity(one.hashes, other.hashes)
    return matrix


def most_similar(matrix: npt.NDArray[np.float64]) -> list[int]:
    """Return the place of the most similar other game for each game of a matrix of two or more.

    Parameters
    ----------
    matrix : np.ndarray [shape=(games, games), float64]
        Dissimilarity of each two games.

    Returns
    -------
    list of int
        For each game, the row of another one.
    """
    others = matrix.copy()
    np.fill_diagonal(others, np.inf)
    return [int(place) for place in others.argmin(axis=1)]


def suggest(hashes: Hashes, bundles: Iterable[Bundle]) -> tuple[list[Suggestion], list[Bundle]]:
    """Tell which bundles' referred games look most like some pictures.

    Parameters
    ----------
    hashes : np.ndarray [shape=(n,), uint64]
        Of the pictures, one or more.
    bundles : iterable of Bundle
        Those to choose from.

    Returns
    -------
    suggestions : list of Suggestion
        Most alike first, by name among equals.
    left_out : list of Bundle
        Those that carry no hashes, because they were trained before there were any.
    """
    known: list[Suggestion] = []
    left_out: list[Bundle] = []
    for bundle in bundles:
        if bundle.picture_hashes:
            closest = min(dissimilarity(hashes, game) for game in bundle.picture_hashes)
            known.append(Suggestion(bundle, closest))
        else:
            left_out.append(bundle)
    return sorted(known, key=lambda one: (one.dissimilarity, one.bundle.name)), left_out


def why_left_out(bundles: Sequence[Bundle]) -> str:
    """Say why bundles can't be suggested; empty where there are none.

    Parameters
    ----------
    bundles : sequence of Bundle
        Bundles without picture hashes.

    Returns
    -------
    str
        One sentence for the user.
    """
    if not bundles:
        return ""
    names = ", ".join(bundle.name for bundle in bundles)
    return (
        f"left out: {names}: trained before bundles kept what their game looks like; "
        "train again to have it suggested"
    )


def hashes_of(path: Path) -> Hashes:
    """Return the picture hashes of a video or of one picture (PNG or JPEG).

    Parameters
    ----------
    path : Path
        The video or the picture.

    Returns
    -------
    np.ndarray [shape=(n,), uint64]
        Of a video `PICTURES_PER_S` each second.

    Raises
    ------
    NotFoundError, BrokenFileError
        It isn't there, or can't be read.
    """
    return np.array([picture_hash(frame) for frame in _frames(path)], np.uint64)


def read_game(
    folder: Path, name: str, done: Callable[[Path], None] = lambda video: None
) -> tuple[Game, list[BrokenFileError]]:
    """Look through all videos in a folder and below it.

    Parameters
    ----------
    folder : Path
        Of one game.
    name : str
        What it is called.
    done : callable, optional
        Is told after each video.

    Returns
    -------
    game : Game
    broken : list of BrokenFileError
        Videos that were passed over.

    Raises
    ------
    NotFoundError
        There is no such folder, or no video in it.
    BrokenFileError
        None of its videos can be read.
    """
    videos = videos_in(folder)
    hashes: list[Hashes] = []
    broken: list[BrokenFileError] = []
    for video in videos:
        try:
            hashes.append(hashes_of(video))
        except BrokenFileError as error:
            broken.append(error)
        done(video)
    if not hashes:
        raise broken[0]
    return Game(name, np.concatenate(hashes), len(hashes)), broken


def videos_in(folder: Path) -> list[Path]:
    """Return the videos in a folder and below it, sorted.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    list of Path
        One video or more.

    Raises
    ------
    NotFoundError
        There is no such folder, or no video in it.
    """
    if not folder.is_dir():
        raise NotFoundError(f"{folder}: there is no such folder; name one for each game, with its videos")
    videos = sorted(one for one in folder.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
    if not videos:
        raise NotFoundError(f"{folder}: there is no video in this folder ({', '.join(sorted(SUFFIXES))})")
    return videos


def _frames(path: Path) -> Iterator[np.ndarray]:
    if not path.is_file():
        raise NotFoundError(f"{path}: there is no such file")
    with path.open("rb") as file:
        head = file.read(8)
        encoding = next((name for mark, name in _PICTURES.items() if head.startswith(mark)), "")
        data = head + file.read(MAX_PICTURE_BYTES) if encoding else b""
    if not encoding:
        for _, frame in read_frames(path, frames_per_second=PICTURES_PER_S):
            yield frame
        return
    try:
        yield decode(encoding, data)
    except InvalidInputError as error:
        raise BrokenFileError(path, error.message.removeprefix("frame.data ")) from error
