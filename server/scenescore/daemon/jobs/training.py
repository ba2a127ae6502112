"""Training on request: in a process of its own at a lower priority, apart from the sessions."""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any, Final

from scenescore import paths
from scenescore.audio.features import FeatureSet
from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import check_count
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.library.ingest.workers import stand_back
from scenescore.model.bundle.bundle import check_name
from scenescore.model.training.plan import check_training_is_possible, make_plan
from scenescore.model.training.precision import AUTO
from scenescore.v1 import model_pb2

log = logging.getLogger(__name__)

USUAL_STEPS: Final = 24
MAX_VIDEOS: Final = 1000
MAX_LINE_BYTES: Final = 1024 * 1024
STOP_S: Final = 60.0
"""How long a training that is told to stop may take to write the best so far."""


def training_options(request: model_pb2.TrainModelRequest, roots: AllowedRoots) -> dict[str, Any]:
    """Return what a training is told, once it is sure that it can begin.

    Raises
    ------
    InvalidInputError
        A value is out of its range.
    PermissionDeniedError
        A video lies outside the roots.
    NotFoundError
        A video isn't there.
    UnavailableError
        What training needs is not installed.
    """
    check_name(request.model_id)
    check_count(len(request.videos), 1, MAX_VIDEOS, field="videos")
    options: dict[str, Any] = {
        "game": request.game,
        "out_dir": str(paths.models() / request.model_id),
        "preset": request.preset or "default",
        "features": str(FeatureSet(tuple(request.features))) if request.features else None,
        "steps": request.steps or USUAL_STEPS,
        "epochs": request.epochs or None,
        "segments": None,
        "seed": request.seed,
        "precision": request.precision or AUTO,
    }
    make_plan(**options)
    videos = [str(roots.resolve(video, field=f"videos[{i}]")) for i, video in enumerate(request.videos)]
    check_training_is_possible()
    return {**options, "videos": videos}


class TrainingRun:
    """One ``TrainModel`` call.

    Parameters
    ----------
    options : mapping
        From :func:`training_options`.
    life : Life
        Says when the daemon ends.
    """

    def __init__(self, options: Mapping[str, Any], life: Life) -> None:
        self._options = options
        self._life = life

    async def progress(self) -> AsyncIterator[model_pb2.TrainModelResponse]:
        """Run, and yield how far it is.

        When the call is cancelled, the training stops and keeps the best so far.

        Raises
        ------
        ScenescoreError
            What the training ended with.
        ShuttingDownError
            The daemon ends.
        """
        process = await _start(self._options)
        ending = asyncio.create_task(self._life.ending())
        last: dict[str, Any] = {}
        try:
            while line := await _line(process, ending):
                last = json.loads(line)
                if "stage" in last:
                    yield to_progress(last)
        finally:
            ending.cancel()
            _let_end(process, self._life)
        if "done" not in last:
            raise error_of(last.get("error", {}))


async def _start(options: Mapping[str, Any]) -> Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scenescore.daemon.jobs.train_worker"),
        stdin=PIPE,
        stdout=PIPE,
        limit=MAX_LINE_BYTES,
        # A terminal's Ctrl-C is for the daemon, which then tells the training itself.
        start_new_session=True,
    )
    stand_back(process.pid)
    log.info("training %s as process %d", options["out_dir"], process.pid)
    assert process.stdin is not None
    process.stdin.write(json.dumps(dict(options)).encode() + b"\n")
    return process


async def _line(process: Process, ending: "asyncio.Task[None]") -> bytes:
    """Return the next line; empty when there is no more."""
    assert process.stdout is not None
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
        if ending.done():
            raise ShuttingDownError
        return await reading
    finally:
        reading.cancel()


_ending: set["asyncio.Task[None]"] = set()


def _let_end(process: Process, life: Life) -> None:
    """Tell a training to stop and see to its end, without keeping the call that is over."""
    assert process.stdin is not None
    process.stdin.close()

    async def see_to_its_end() -> None:
        with life.busy():
            try:
                await asyncio.wait_for(process.wait(), STOP_S)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    process.kill()

    task = asyncio.get_running_loop().create_task(see_to_its_end())
    _ending.add(task)
    task.add_done_callback(_ending.discard)


def to_progress(line: Mapping[str, Any]) -> model_pb2.TrainModelResponse:
    """Return the message for one line of a training's progress."""
    return model_pb2.TrainModelResponse(
        stage=line["stage"],
        epoch=line["epoch"],
        epochs=line["epochs"],
        loss=line["loss"],
        validation_loss=line["validation_loss"],
        eta_s=line["eta_s"],
    )


def error_of(told: Mapping[str, str]) -> ScenescoreError:
    """Return the error that a training's last line tells of."""
    message = told.get("message", "the training ended without a word; the daemon's log tells more")
    if told.get("status") == InvalidInputError.status:
        error: ScenescoreError = InvalidInputError(message, field=told.get("field", ""))
    else:
        error = ScenescoreError(message)
        error.status = told.get("status", error.status)
    error.reason = told.get("reason", error.reason)
    return error
