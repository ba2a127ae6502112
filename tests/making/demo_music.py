"""The demo's music and library, made once in a test run."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from making.run_folder import made_once
from scenescore.demo.music.notation import Piece


def demo_music(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the 24 pieces of the demo, which the first test of a run renders.

    Parameters
    ----------
    factory : pytest.TempPathFactory
        The fixture ``tmp_path_factory``.

    Returns
    -------
    Path
        For each piece an OGG file, and beside it the samples before encoding as ``.npy``; for reading.
    """
    return made_once(factory, "demo_music", _render)


def demo_samples(factory: pytest.TempPathFactory) -> dict[str, npt.NDArray[np.float32]]:
    """Return the samples of each of the demo's pieces, by its id.

    Parameters
    ----------
    factory : pytest.TempPathFactory
        The fixture ``tmp_path_factory``.

    Returns
    -------
    dict of str to np.ndarray [shape=(n,), float32]
    """
    return {path.stem: np.load(path) for path in sorted(demo_music(factory).glob("*.npy"))}


def demo_home(factory: pytest.TempPathFactory) -> Path:
    """Return a ``SCENESCORE_HOME`` in which the demo's music is imported, as after a first demo.

    Parameters
    ----------
    factory : pytest.TempPathFactory
        The fixture ``tmp_path_factory``.

    Returns
    -------
    Path
        To be copied before a demo runs in it.
    """
    music = demo_music(factory)

    def prepare(home: Path) -> None:
        from scenescore.demo.demo_daemon import prepare_library

        (home / "demo" / "music").mkdir(parents=True)
        for path in music.glob("*.ogg"):
            (home / "demo" / "music" / path.name).write_bytes(path.read_bytes())
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SCENESCORE_HOME", str(home))
            _, tracks = prepare_library()
        assert tracks == 24

    return made_once(factory, "demo_home", prepare)


def _render(folder: Path) -> None:
    from scenescore.demo.music.library import encode_piece
    from scenescore.demo.music.pieces import pieces
    from scenescore.demo.music.render import render

    def write(piece: Piece) -> None:
        samples = render(piece)
        np.save(folder / f"{piece.id}.npy", samples)
        encode_piece(folder / f"{piece.id}.ogg", piece, samples)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, pieces()))
