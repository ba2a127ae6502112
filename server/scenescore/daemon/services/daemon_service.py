"""DaemonService: information about the daemon, and its shutdown."""

import os
import time
from importlib.metadata import version
from typing import Any

import grpc

from scenescore.daemon.messages.duration import to_duration
from scenescore.daemon.messages.resource_name import model_names
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.settings import ServeSettings
from scenescore.frames.decode import MAX_PIXELS, MAX_SIDE
from scenescore.frames.screen import screen_problem
from scenescore.retrieval.engine import Engine
from scenescore.v1 import daemon_pb2, daemon_pb2_grpc


class DaemonService(daemon_pb2_grpc.DaemonServiceServicer):
    """The contract's ``DaemonService``.

    Parameters
    ----------
    engine : Engine
        Knows which bundles are loaded.
    lifecycle : Lifecycle
        Counts the sessions and begins the shutdown.
    settings : ServeSettings
        Has the limits.
    """

    def __init__(self, engine: Engine, lifecycle: Lifecycle, settings: ServeSettings) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._settings = settings

    async def GetInfo(
        self, request: daemon_pb2.GetInfoRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> daemon_pb2.GetInfoResponse:
        """Return the version, the limits and the loaded bundles."""
        engine = self._engine
        default = engine.default_model
        return daemon_pb2.GetInfoResponse(
            version=version("scenescore"),
            pid=os.getpid(),
            default_model=f"models/{default}" if default else "",
            loaded_models=model_names(dict.fromkeys(model.bundle.name for model in engine.loaded)),
            tracks=await run_blocking(engine.pools.slow, engine.library.of_project(None).count),
            sessions=self._lifecycle.sessions,
            limits=daemon_pb2.Limits(
                max_sessions=self._settings.max_sessions,
                max_message_bytes=self._settings.max_message_bytes,
                max_frame_side=MAX_SIDE,
                max_frame_pixels=MAX_PIXELS,
                max_clip_bytes=self._settings.max_clip_bytes,
            ),
            screen_capture_problem=await run_blocking(engine.pools.slow, screen_problem),
            uptime=to_duration(time.monotonic() - self._lifecycle.started_s),
        )

    async def Shutdown(
        self, request: daemon_pb2.ShutdownRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> daemon_pb2.ShutdownResponse:
        """Shut the daemon down after this call has been answered."""
        self._lifecycle.shut_down("a client called Shutdown")
        return daemon_pb2.ShutdownResponse()
