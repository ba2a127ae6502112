"""Which other game looks most like each game, by the paper's measure (section 3.2)."""

import json
from pathlib import Path

import numpy as np

from scenescore.atomic_write import atomic_write
from scenescore.retrieval.game_similarity import Game, dissimilarities, hashes_of, most_similar
from scenescore.studies.data_folder import DataFolder
from scenescore_eval.report.progress import ProgressCallback, ReportProgress


def most_similar_games(data: DataFolder, cache: Path, progress: ProgressCallback) -> list[int]:
    """Return the position of the most similar other game, for each game.

    Parameters
    ----------
    data : DataFolder
        The games.
    cache : Path
        A file for the result, specific to these data. If it exists, nothing is computed.
    progress : callable
        Called with each clip that is being hashed.

    Returns
    -------
    list of int
        Positions in ``data.games``; empty for a single game.
    """
    if len(data.games) < 2:
        return []
    if cache.is_file():
        positions: list[int] = json.loads(cache.read_text(encoding="utf-8"))
        return positions
    games = []
    for name in data.games:
        clips = list(dict.fromkeys(scene.clip for scene in data.of_game(name)))
        hashes = []
        for clip in clips:
            progress(ReportProgress(0, 0, f"hashing pictures of {name}: {clip.name}"))
            hashes.append(hashes_of(clip))
        games.append(Game(name, np.concatenate(hashes), len(clips)))
    positions = most_similar(dissimilarities(games))
    with atomic_write(cache) as scratch:
        scratch.write_text(json.dumps(positions), encoding="utf-8")
    return positions
