"""The demo in Godot: the example game plays itself while its addon asks the daemon for music."""

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
_PROGRAM_NAMES: Final = ("godot", "godot4", "Godot")
_POLL_INTERVAL_S: Final = 0.2


class LiveGame:
    """The running example game.

    Parameters
    ----------
    process : subprocess.Popen
        The process of Godot.
    logs : Path
        Folder of its logs.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", logs: Path) -> None:
        self._process = process
        self._logs = logs

    def answers(self) -> Iterator[TimedAnswer]:
        """Yield the answers that the game gets, until it ends.

        Yields
        ------
        TimedAnswer

        Raises
        ------
        UnavailableError
            Godot ended with an error. The message holds its last lines.
        """
        yielded = 0
        while True:
            ended = self._process.poll() is not None
            rows = _rows(self._logs / "answers.jsonl")
            yield from (_answer(row) for row in rows[yielded:])
            yielded = len(rows)
            if ended:
                break
            time.sleep(_POLL_INTERVAL_S)
        if self._process.returncode != 0:
            lines = (self._logs / "godot.log").read_text(errors="replace").strip().splitlines()
            said = " ".join(lines[-3:])
            raise UnavailableError(f"Godot ended with code {self._process.returncode}: {said}")

    def scenes(self) -> list[RecordedScene]:
        """Return the scenes that were played so far."""
        return [
            RecordedScene(row["scene"], row["area"], row["start_s"], row["end_s"], row["track"])
            for row in _rows(self._logs / "scenes.jsonl")
        ]


def find_godot() -> Path:
    """Return the Godot that the variable ``GODOT`` names, or the one on PATH.

    Returns
    -------
    Path

    Raises
    ------
    NotFoundError
        There is no Godot, or no example game (outside of a checkout).
    """
    if not (PROJECT / "project.godot").is_file():
        raise NotFoundError(f"the example game is not in {PROJECT}; run this from a checkout of Scenescore")
    named = os.environ.get("GODOT")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _PROGRAM_NAMES)), None)
    if found is None:
        what = f"GODOT names {named}, which can't be run" if named else "there is no godot on PATH"
        raise NotFoundError(f"{what}; install Godot 4.6 or name it in GODOT")
    return Path(found)


@contextmanager
def live_game(godot: Path, daemon: DemoDaemon, *, seconds: float) -> Iterator[LiveGame]:
    """Run the example game with its autopilot for the time of the block.

    Parameters
    ----------
    godot : Path
        From `find_godot`.
    daemon : DemoDaemon
        The daemon that the game uses.
    seconds : float
        How long the game plays, in its own time.

    Yields
    ------
    LiveGame
    """
    with tempfile.TemporaryDirectory(prefix="scenescore-godot-") as scratch:
        logs = Path(scratch)
        environment = {**os.environ, "SCENESCORE_HOME": str(daemon.home)}
        command = [str(godot), "--path", str(PROJECT)]
        # Scripts of a project know each other only after Godot has imported it once.
        subprocess.run(
            [*command, "--headless", "--import"],
            env=environment,
            capture_output=True,
            check=False,
            timeout=300,
        )
        options = [
            *("--autopilot", "--live-music", f"--seed={SEED}", f"--seconds={seconds:g}"),
            *(f"--scene-log={logs / 'scenes.jsonl'}", f"--answer-log={logs / 'answers.jsonl'}"),
        ]
        with (logs / "godot.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--", *options], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            yield LiveGame(process, logs)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return the complete lines of a log that is still written."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def _answer(row: dict[str, Any]) -> TimedAnswer:
    top = tuple(
        RankedTrack(found["track"], found["title"], found["distance"], found["fit"]) for found in row["top"]
    )
    return TimedAnswer(row["time_s"], top, row["steady"], row["answer_ms"])
