"""The demo in Godot: the example game plays itself, and its addon watches it."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from scenescore.demo.demo_daemon import DemoDaemon
from scenescore.demo.results import RankedTrack, RecordedScene, TimedAnswer
from scenescore.errors import NotFoundError, UnavailableError

PROJECT: Final = Path(__file__).parents[3] / "godot_addon"
SEED: Final = 2
_NAMES: Final = ("godot", "godot4", "Godot")
_LOOK_S: Final = 0.2


class LiveGame:
    """The example game as it runs.

    Parameters
    ----------
    process : subprocess.Popen
        Godot.
    notes : Path
        The folder of its logs.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", notes: Path) -> None:
        self._process = process
        self._notes = notes

    def answers(self) -> Iterator[TimedAnswer]:
        """Yield the answers that the game gets, as it gets them, until it ends.

        Raises
        ------
        UnavailableError
            Godot ended with an error; with its own words.
        """
        told = 0
        while True:
            ended = self._process.poll() is not None
            rows = _rows(self._notes / "answers.jsonl")
            yield from (_answer(row) for row in rows[told:])
            told = len(rows)
            if ended:
                break
            time.sleep(_LOOK_S)
        if self._process.returncode != 0:
            words = (self._notes / "godot.log").read_text(errors="replace").strip().splitlines()
            said = " ".join(words[-3:])
            raise UnavailableError(f"Godot ended with code {self._process.returncode}: {said}")

    def stretches(self) -> list[RecordedScene]:
        """Return the scenes that were played so far."""
        return [
            RecordedScene(row["scene"], row["area"], row["start_s"], row["end_s"], row["track"])
            for row in _rows(self._notes / "scenes.jsonl")
        ]


def find_godot() -> Path:
    """Return the Godot that ``GODOT`` names, or the one on PATH.

    Raises
    ------
    NotFoundError
        There is none, or the example game isn't here.
    """
    if not (PROJECT / "project.godot").is_file():
        raise NotFoundError(f"the example game is not in {PROJECT}; run this from a checkout of Scenescore")
    named = os.environ.get("GODOT")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        what = f"GODOT names {named}, which can't be run" if named else "there is no godot on PATH"
        raise NotFoundError(f"{what}; install Godot 4.6 or name it in GODOT")
    return Path(found)


@contextmanager
def live_game(godot: Path, stage: DemoDaemon, *, seconds: float) -> Iterator[LiveGame]:
    """Run the example game with its autopilot while the block lasts.

    Parameters
    ----------
    godot : Path
        From `find_godot`.
    stage : DemoDaemon
        The daemon that it is to find.
    seconds : float
        How long it plays, in the game's own time.
    """
    with tempfile.TemporaryDirectory(prefix="scenescore-godot-") as scratch:
        notes = Path(scratch)
        environment = {**os.environ, "SCENESCORE_HOME": str(stage.home)}
        command = [str(godot), "--path", str(PROJECT)]
        # Godot has to read a project once before its scripts know each other.
        subprocess.run(
            [*command, "--headless", "--import"],
            env=environment,
            capture_output=True,
            check=False,
            timeout=300,
        )
        options = [
            *("--autopilot", "--live-music", f"--seed={SEED}", f"--seconds={seconds:g}"),
            *(f"--scene-log={notes / 'scenes.jsonl'}", f"--answer-log={notes / 'answers.jsonl'}"),
        ]
        with (notes / "godot.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--", *options], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            yield LiveGame(process, notes)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a log that is being written."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def _answer(row: dict[str, Any]) -> TimedAnswer:
    top = tuple(RankedTrack(found["track"], found["title"], found["distance"]) for found in row["top"])
    return TimedAnswer(row["time_s"], top, row["steady"], row["answer_ms"])
