"""Training on request: in a process of its own at a lower priority, apart from the sessions."""

import asyncio
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, Final

import psutil

from scenescore.audio.features import FeatureSet
from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.life import Life
from scenescore.daemon.messages import check_count
from scenescore.daemon.roots import AllowedRoots
from scenescore.errors import InvalidInputError, ScenescoreError, UnavailableError
from scenescore.model.bundle import check_name
from scenescore.v1 import model_pb2

log = logging.getLogger(__name__)

PRESETS: Final = ("default", "paper")
MAX_VIDEOS: Final = 1000
MAX_LINE_BYTES: Final = 1024 * 1024
NICENESS: Final = 10
STOP_S: Final = 30.0
"""How long a training that is told to stop may take to write the best so far."""


def training_command(request: model_pb2.TrainModelRequest, roots: AllowedRoots) -> list[str]:
    """Return the command for a training.

    Raises
    ------
    InvalidInputError
        A value is out of its range.
    PermissionDeniedError
        A video lies outside the roots.
    NotFoundError
        A video isn't there.
    UnavailableError
        TensorFlow is not installed.
    """
    check_name(request.model_id)
    _check(
        "game",
        bool(request.game.strip()) and len(request.game) <= 200,
        "1 to 200 characters",
        request.game[:200],
    )
    check_count(len(request.videos), 1, MAX_VIDEOS, field="videos")
    _check("preset", request.preset in ("", *PRESETS), " or ".join(PRESETS), request.preset)
    _check("steps", request.steps == 0 or 2 <= request.steps <= 240, "2 to 240", request.steps)
    _check("epochs", 0 <= request.epochs <= 10_000, "1 to 10000", request.epochs)
    _check("seed", request.seed >= 0, "0 or more", request.seed)
    videos = [str(roots.resolve(video, field=f"videos[{i}]")) for i, video in enumerate(request.videos)]
    if find_spec("tensorflow") is None:
        raise UnavailableError(
            'training needs TensorFlow, which is not installed here; run `pip install "scenescore[train]"`'
        )
    options = {
        "--game": request.game,
        "--name": request.model_id,
        "--preset": request.preset or PRESETS[0],
        "--features": str(FeatureSet(tuple(request.features))) if request.features else "",
        "--steps": request.steps or "",
        "--epochs": request.epochs or "",
        "--seed": request.seed,
    }
    given = [text for option, value in options.items() if value != "" for text in (option, str(value))]
    return [sys.executable, "-m", "scenescore", "train", *given, "--json", "--", *videos]


class TrainingRun:
    """One ``TrainModel`` call.

    Parameters
    ----------
    command : sequence of str
        From :func:`training_command`.
    life : Life
        Says when the daemon ends.
    """

    def __init__(self, command: Sequence[str], life: Life) -> None:
        self._command = command
        self._life = life

    async def progress(self) -> AsyncIterator[model_pb2.TrainModelResponse]:
        """Run, and yield how far it is.

        When the call is cancelled, the process is told to stop and keeps the best so far.

        Raises
        ------
        ScenescoreError
            What the training ended with.
        ShuttingDownError
            The daemon ends.
        """
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=MAX_LINE_BYTES,
            # A terminal's Ctrl-C is for the daemon, which then tells the training itself.
            start_new_session=os.name == "posix",
        )
        _lower_priority(process.pid)
        log.info("training as process %d", process.pid)
        ending = asyncio.create_task(self._life.ending())
        last: dict[str, Any] = {}
        try:
            while line := await self._line(process, ending):
                with suppress(ValueError):
                    last = json.loads(line)
                    if "stage" in last:
                        yield to_progress(last)
            code = await process.wait()
        finally:
            ending.cancel()
            if process.returncode is None:
                _reap(process)
        if code != 0:
            error = last.get("error", {})
            raise _error_of(
                str(error.get("reason", "")), str(error.get("message", f"training ended with code {code}"))
            )

    async def _line(self, process: Process, ending: "asyncio.Task[None]") -> bytes:
        assert process.stdout is not None
        reading = asyncio.ensure_future(process.stdout.readline())
        try:
            await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
            if ending.done():
                raise ShuttingDownError
            return await reading
        finally:
            reading.cancel()


def to_progress(line: dict[str, Any]) -> model_pb2.TrainModelResponse:
    """Return the message for one line of a training's progress."""
    return model_pb2.TrainModelResponse(
        stage=str(line["stage"]),
        epoch=int(line.get("epoch") or 0),
        epochs=int(line.get("epochs") or 0),
        loss=float(line.get("loss") or 0.0),
        validation_loss=float(line.get("validation_loss") or 0.0),
        eta_s=float(line.get("eta_s") or 0.0),
    )


_reaping: set["asyncio.Task[None]"] = set()


def _reap(process: Process) -> None:
    """Tell a training to stop and see to its end, without keeping the call that is over."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)

    async def see_to_its_end() -> None:
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()

    task = asyncio.get_running_loop().create_task(see_to_its_end())
    _reaping.add(task)
    task.add_done_callback(_reaping.discard)


def _lower_priority(pid: int) -> None:
    with suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            psutil.Process(pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            psutil.Process(pid).nice(NICENESS)


def _error_of(reason: str, message: str) -> ScenescoreError:
    """Return the error that a training's last line tells of."""
    known = {one.reason: one for one in (InvalidInputError, UnavailableError)}
    return known.get(reason, ScenescoreError)(message)


def _check(field: str, holds: bool, wanted: str, value: object) -> None:
    if not holds:
        raise InvalidInputError(f"{field} must be {wanted}, not {value!r}", field=field)
