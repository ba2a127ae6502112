"""The job of a ``TrainModel`` call: a training in a process of its own, at low priority."""

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
from scenescore.daemon.messages.repeated import check_value_count
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.library.workers import lower_priority
from scenescore.model.bundle.bundle import check_name
from scenescore.model.plan import make_plan, require_training_extra
from scenescore.model.precision import AUTO
from scenescore.v1 import model_pb2

log = logging.getLogger(__name__)

DEFAULT_STEPS: Final = 24
"""Steps of a window, if the request doesn't say."""
MAX_VIDEOS: Final = 1000
MAX_LINE_BYTES: Final = 1024 * 1024
STOP_TIMEOUT_S: Final = 60.0
"""How long a training may take to write its bundle after it was told to stop, in seconds."""


def training_arguments(request: model_pb2.TrainModelRequest, allowed_roots: AllowedRoots) -> dict[str, Any]:
    """Check a request and return the arguments of its training.

    Parameters
    ----------
    request : scenescore.v1.TrainModelRequest
        The request.
    allowed_roots : AllowedRoots
        The folders whose files may be opened.

    Returns
    -------
    dict
        Keyword arguments for `scenescore.model.train.train`.

    Raises
    ------
    InvalidInputError
        A value is out of range.
    PermissionDeniedError
        A video lies outside the allowed folders.
    NotFoundError
        A video doesn't exist.
    UnavailableError
        TensorFlow is not installed.
    """
    check_name(request.model_id)
    check_value_count(len(request.videos), 1, MAX_VIDEOS, field="videos")
    arguments: dict[str, Any] = {
        "game": request.game,
        "out_dir": str(paths.models() / request.model_id),
        "preset": request.preset or "default",
        "features": str(FeatureSet(tuple(request.features))) if request.features else None,
        "steps": request.steps or DEFAULT_STEPS,
        "epochs": request.epochs or None,
        "segments": None,
        "seed": request.seed,
        "precision": request.precision or AUTO,
    }
    make_plan(**arguments)
    videos = [
        str(allowed_roots.resolve(video, field=f"videos[{i}]")) for i, video in enumerate(request.videos)
    ]
    require_training_extra()
    return {**arguments, "videos": videos}


class TrainModelJob:
    """One ``TrainModel`` call.

    Parameters
    ----------
    arguments : mapping
        The arguments from :func:`training_arguments`.
    lifecycle : Lifecycle
        Counts the work and announces the shutdown.
    """

    def __init__(self, arguments: Mapping[str, Any], lifecycle: Lifecycle) -> None:
        self._arguments = arguments
        self._lifecycle = lifecycle

    async def progress(self) -> AsyncIterator[model_pb2.TrainModelResponse]:
        """Run the training and yield its progress.

        If the call is cancelled, the training stops and keeps the best network so far.

        Yields
        ------
        scenescore.v1.TrainModelResponse

        Raises
        ------
        ScenescoreError
            The training has failed.
        ShuttingDownError
            The daemon is shutting down.
        """
        process = await _start(self._arguments)
        shutdown = asyncio.create_task(self._lifecycle.wait_for_shutdown())
        last: dict[str, Any] = {}
        try:
            while line := await _read_line(process, shutdown):
                last = json.loads(line)
                if "stage" in last:
                    yield to_response(last)
        finally:
            shutdown.cancel()
            _stop(process, self._lifecycle)
        if "done" not in last:
            raise error_of(last.get("error", {}))


async def _start(arguments: Mapping[str, Any]) -> Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scenescore.daemon.jobs.train_worker"),
        stdin=PIPE,
        stdout=PIPE,
        limit=MAX_LINE_BYTES,
        # Ctrl-C in a terminal reaches the daemon alone, which then stops the training.
        start_new_session=True,
    )
    lower_priority(process.pid)
    log.info("training %s as process %d", arguments["out_dir"], process.pid)
    assert process.stdin is not None
    process.stdin.write(json.dumps(dict(arguments)).encode() + b"\n")
    return process


async def _read_line(process: Process, shutdown: "asyncio.Task[None]") -> bytes:
    """Return the next line; empty at the end."""
    assert process.stdout is not None
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        await asyncio.wait({reading, shutdown}, return_when=asyncio.FIRST_COMPLETED)
        if shutdown.done():
            raise ShuttingDownError
        return await reading
    finally:
        reading.cancel()


_stopping: set["asyncio.Task[None]"] = set()


def _stop(process: Process, lifecycle: Lifecycle) -> None:
    """Tell a training to stop. Wait for its end in the background, because the call is over."""
    assert process.stdin is not None
    process.stdin.close()

    async def wait_for_end() -> None:
        with lifecycle.busy():
            try:
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    process.kill()

    task = asyncio.get_running_loop().create_task(wait_for_end())
    _stopping.add(task)
    task.add_done_callback(_stopping.discard)


def to_response(line: Mapping[str, Any]) -> model_pb2.TrainModelResponse:
    """Return the message for one line of progress.

    Parameters
    ----------
    line : mapping
        A line that the training has printed.

    Returns
    -------
    scenescore.v1.TrainModelResponse
    """
    return model_pb2.TrainModelResponse(
        stage=line["stage"],
        epoch=line["epoch"],
        epochs=line["epochs"],
        loss=line["loss"],
        validation_loss=line["validation_loss"],
        eta_s=line["eta_s"],
    )


def error_of(told: Mapping[str, str]) -> ScenescoreError:
    """Return the error in the last line of a training.

    Parameters
    ----------
    told : mapping
        The `error` of the line; empty if the process ended without one.

    Returns
    -------
    ScenescoreError
        Has the message, the reason, the status and the field of the training's error.
    """
    message = told.get("message", "the training's process ended without an error; see the daemon's log")
    if told.get("status") == InvalidInputError.status:
        error: ScenescoreError = InvalidInputError(message, field=told.get("field", ""))
    else:
        error = ScenescoreError(message)
        error.status = told.get("status", error.status)
    error.reason = told.get("reason", error.reason)
    return error
