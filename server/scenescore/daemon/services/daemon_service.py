"""DaemonService: what runs, and how to end it."""

import asyncio
import os
import time
from importlib.metadata import version
from typing import Any

import grpc

from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import duration, names
from scenescore.daemon.settings import ServeSettings
from scenescore.frames.decode import MAX_PIXELS, MAX_SIDE
from scenescore.frames.screen import screen_problem
from scenescore.retrieval.engine import Engine
from scenescore.v1 import daemon_pb2, daemon_pb2_grpc


class DaemonService(daemon_pb2_grpc.DaemonServiceServicer):
    """Answers the contract's ``DaemonService``.

    Parameters
    ----------
    engine : Engine
        Knows what is loaded.
    life : Life
        Is told to end.
    settings : ServeSettings
        Holds the bounds.
    """

    def __init__(self, engine: Engine, life: Life, settings: ServeSettings) -> None:
        self._engine = engine
        self._life = life
        self._settings = settings

    async def GetInfo(
        self, request: daemon_pb2.GetInfoRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> daemon_pb2.GetInfoResponse:
        """Tell version, limits and what is loaded."""
        loop, engine = asyncio.get_running_loop(), self._engine
        default = engine.default_model
        return daemon_pb2.GetInfoResponse(
            version=version("scenescore"),
            pid=os.getpid(),
            default_model=f"models/{default}" if default else "",
            loaded_models=names(model.bundle.name for model in engine.loaded),
            tracks=await loop.run_in_executor(engine.slow, engine.library.count),
            sessions=self._life.sessions,
            limits=daemon_pb2.Limits(
                max_sessions=self._settings.max_sessions,
                max_message_bytes=self._settings.max_message_bytes,
                max_frame_side=MAX_SIDE,
                max_frame_pixels=MAX_PIXELS,
                max_clip_bytes=self._settings.max_clip_bytes,
            ),
            screen_capture_problem=await loop.run_in_executor(engine.slow, screen_problem),
            uptime=duration(time.monotonic() - self._life.began_s),
        )

    async def Shutdown(
        self, request: daemon_pb2.ShutdownRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> daemon_pb2.ShutdownResponse:
        """End the daemon; this call itself is still answered."""
        self._life.end("asked to by Shutdown")
        return daemon_pb2.ShutdownResponse()
