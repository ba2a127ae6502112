"""A small folder of labelled play: clips with music, and the pieces, in the form that the studies read."""

import csv
from pathlib import Path

import numpy as np

from making.sound import chords, write_sound
from making.video import plain, write_video

STRETCH_S = 13
KINDS = {
    "fight": ((220, 20, 20), "battle"),
    "talk": ((20, 20, 220), "story"),
    "walk": ((20, 220, 20), "town"),
}
RATE = 48_000


def write_data_folder(
    path: Path, games: dict[str, int], *, further_tracks: int = 2, stretch_s: int = STRETCH_S
) -> Path:
    """Write clips of a fight, a talk and a walk each, and return the folder.

    Parameters
    ----------
    path : Path
        Made here.
    games : dict of str to int
        How many clips each game has. In all of them a kind of scene has a colour; each game has a piece of
        its own for each kind.
    further_tracks : int
        Pieces that no game plays.
    stretch_s : int
        How long each of the three is, seconds.
    """
    (path / "music").mkdir(parents=True)
    tracks: list[tuple[str, str]] = []
    scenes: list[list[object]] = []
    for number, (game, clips) in enumerate(games.items()):
        (path / "clips" / game).mkdir(parents=True)
        pieces = {
            kind: chords(stretch_s + 1, rate=RATE, seed=10 * number + i) for i, kind in enumerate(KINDS)
        }
        for kind, samples in pieces.items():
            write_sound(path / "music" / f"{game}_{kind}.wav", samples, rate=RATE)
            tracks.append((f"{game}_{kind}.wav", KINDS[kind][1]))
        for clip in range(clips):
            write_video(
                path / "clips" / game / f"{clip}.mp4",
                [plain(KINDS[kind][0]) for kind in KINDS for _ in range(10 * stretch_s)],
                sound=np.concatenate([pieces[kind][: RATE * stretch_s] for kind in KINDS]),
            )
            scenes += [
                [f"{clip}.mp4", game, stretch_s * i, stretch_s * (i + 1), kind, f"{game}_{kind}.wav"]
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
    """Write a table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
