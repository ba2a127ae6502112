"""A small data folder for the studies: clips with music, labels, and the tracks."""

import csv
from pathlib import Path

import numpy as np

from making.sound import chords, write_sound
from making.video import plain, write_video

SCENE_S = 13
"""Length of each scene, seconds."""
KINDS = {
    "fight": ((220, 20, 20), "battle"),
    "talk": ((20, 20, 220), "story"),
    "walk": ((20, 220, 20), "town"),
}
"""Colour of each kind of scene, and kind of its music."""
RATE = 48_000
"""Samples per second."""


def write_data_folder(
    path: Path, games: dict[str, int], *, further_tracks: int = 2, scene_s: int = SCENE_S
) -> Path:
    """Write clips that each show a fight, a talk and a walk.

    Parameters
    ----------
    path : Path
        A new folder.
    games : dict of str to int
        Number of clips of each game. Each kind of scene has a colour. Each game has a track of its own for
        each kind.
    further_tracks : int
        Tracks that no game plays.
    scene_s : int
        Length of each scene, seconds.

    Returns
    -------
    Path
    """
    (path / "music").mkdir(parents=True)
    tracks: list[tuple[str, str]] = []
    scenes: list[list[object]] = []
    for number, (game, clips) in enumerate(games.items()):
        (path / "clips" / game).mkdir(parents=True)
        pieces = {kind: chords(scene_s + 1, rate=RATE, seed=10 * number + i) for i, kind in enumerate(KINDS)}
        for kind, samples in pieces.items():
            write_sound(path / "music" / f"{game}_{kind}.wav", samples, rate=RATE)
            tracks.append((f"{game}_{kind}.wav", KINDS[kind][1]))
        for clip in range(clips):
            write_video(
                path / "clips" / game / f"{clip}.mp4",
                [plain(KINDS[kind][0]) for kind in KINDS for _ in range(10 * scene_s)],
                sound=np.concatenate([pieces[kind][: RATE * scene_s] for kind in KINDS]),
            )
            scenes += [
                [f"{clip}.mp4", game, scene_s * i, scene_s * (i + 1), kind, f"{game}_{kind}.wav"]
                for i, kind in enumerate(KINDS)
            ]
    for number in range(further_tracks):
        write_sound(path / "music" / f"other{number}.wav", chords(14, rate=RATE, seed=90 + number), rate=RATE)
        tracks.append((f"other{number}.wav", ""))
    write_rows(path / "music" / "tracks.csv", [["file", "kind"], *tracks])
    head = ["clip", "game", "start_s", "end_s", "scene", "track"]
    write_rows(path / "clips" / "scenes.csv", [head, *scenes])
    return path


def write_rows(path: Path, rows: list[list[object] | tuple[str, str] | list[str]]) -> None:
    """Write a CSV file.

    Parameters
    ----------
    path : Path
        The file.
    rows : list of list
        Its rows.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
