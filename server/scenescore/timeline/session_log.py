"""The log of a session: its answers as JSON lines, from which a timeline is drawn later."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, StorageError
from scenescore.timeline.stretch import Candidate, Timeline, TimelineAnswer
from scenescore.timeline.stretches import stretches_of
from scenescore.window import WINDOW_S

SUFFIX: Final = ".jsonl"
VERSION: Final = 1
_VERSION_KEY: Final = "scenescore_session"
KEPT_LOGS: Final = 20
"""Logs that a folder of sessions keeps, the newest ones."""


def new_log_file(folder: Path) -> Path:
    """Return a file for the log of a session that begins now, and remove the oldest logs beside it.

    Parameters
    ----------
    folder : Path
        The folder of sessions.

    Returns
    -------
    Path
        Named by the time.
    """
    for old in sorted(folder.glob(f"*{SUFFIX}"))[: -(KEPT_LOGS - 1)]:
        old.unlink(missing_ok=True)
    return folder / f"{datetime.now().strftime('%Y-%m-%dT%H-%M-%S')}{SUFFIX}"


class SessionLog:
    """Writes a log, line by line: what a killed session has seen is kept.

    Parameters
    ----------
    file : Path
        The file to write; one that exists is replaced.

    Raises
    ------
    StorageError
        It can't be written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = file.open("w", encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{file} can't be written: {error.strerror or error}") from error
        self._write({_VERSION_KEY: VERSION, "began": datetime.now().astimezone().isoformat("T", "seconds")})

    def add(self, answer: Mapping[str, Any]) -> None:
        """Write an answer.

        Parameters
        ----------
        answer : mapping
            As ``scenescore watch --json`` prints it.

        Raises
        ------
        StorageError
            The disk is full.
        """
        self._write(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def _write(self, row: Mapping[str, Any]) -> None:
        try:
            self._stream.write(json.dumps(row) + "\n")
            self._stream.flush()
        except OSError as error:
            raise StorageError(f"{self.file} can't be written: {error.strerror or error}") from error


def timeline_of_log(file: Path) -> Timeline:
    """Read a log as a timeline.

    Parameters
    ----------
    file : Path
        From `SessionLog`.

    Returns
    -------
    Timeline
        Named after the file. A last line that was cut is left out.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        It is no log of a session.
    InvalidInputError
        The session had no answer.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise NotFoundError(f"{file}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFileError(file, "it can't be read as the log of a session") from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(dict(json.loads(line)))
        except (ValueError, TypeError) as error:
            if number == len(lines) > 1:
                break
            raise BrokenFileError(file, f"line {number} is no JSON object") from error
    if not rows or rows[0].get(_VERSION_KEY) != VERSION:
        raise BrokenFileError(file, "it is no log of `scenescore watch` that this version can read")
    if len(rows) == 1:
        raise InvalidInputError(f"{file} is the log of a session without an answer")
    try:
        answers = [_answer(row) for row in rows[1:]]
        model = str(rows[-1]["model"]).removeprefix("models/")
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFileError(file, f"an answer of it lacks {error}") from error
    start_s = min(answers[0].scene_start_s, answers[0].time_s) if answers[0].time_s > 0 else 0.0
    start_s, end_s = max(0.0, start_s), answers[-1].time_s + 1.0
    return Timeline(file.name, model, start_s, end_s, stretches_of(answers, start_s, end_s))


def _answer(row: Mapping[str, Any]) -> TimelineAnswer:
    time_s = float(row["time_s"])
    return TimelineAnswer(
        time_s,
        str(row["steady_track"]).removeprefix("tracks/"),
        tuple(_candidate(one) for one in row["matches"]),
        bool(row["scene_changed"]),
        time_s - int(row["scene_steps"]) * WINDOW_S / int(row["steps"]),
    )


def _candidate(row: Mapping[str, Any]) -> Candidate:
    return Candidate(
        str(row["track"]).removeprefix("tracks/"),
        str(row["title"]),
        str(row.get("artist", "")),
        str(row.get("license", "")),
        str(row.get("file", "")),
        0.0,
        float(row["distance"]),
        float(row["score"]),
        float(row.get("fit", 0.0)),
        tuple(str(one["words"]) for one in row.get("reasons", ())),
    )
