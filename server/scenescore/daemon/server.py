"""The daemon's process: opens everything, says that it is ready, and ends cleanly."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.auth import TokenCheck, read_or_make_token
from scenescore.daemon.call_counter import CallCount
from scenescore.daemon.errors import ErrorsAsStatus
from scenescore.daemon.jobs.library_refresh import follow
from scenescore.daemon.jobs.watched_folders import WatchedFolders
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.process.parent_watch import Owner, tell_end_of_stdin
from scenescore.daemon.process.ports import close_sockets, open_ports
from scenescore.daemon.process.ready_file import (
    Ready,
    describe,
    remove_ready_file,
    remove_stale_ready_file,
    write_ready_file,
)
from scenescore.daemon.services.cue_service import CueService
from scenescore.daemon.services.daemon_service import DaemonService
from scenescore.daemon.services.library_service import LibraryService
from scenescore.daemon.services.match_service import MatchService
from scenescore.daemon.services.model_service import ModelService
from scenescore.daemon.settings import ServeSettings
from scenescore.library.store.library import Library
from scenescore.retrieval.engine import Engine
from scenescore.session.registry import OpenSessions
from scenescore.v1 import (
    cue_pb2,
    cue_pb2_grpc,
    daemon_pb2,
    daemon_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    match_pb2,
    match_pb2_grpc,
    model_pb2,
    model_pb2_grpc,
)

log = logging.getLogger(__name__)

_SERVICES: Final = tuple(
    file.DESCRIPTOR.services_by_name[name].full_name
    for file, name in (
        (match_pb2, "MatchService"),
        (library_pb2, "LibraryService"),
        (cue_pb2, "CueService"),
        (model_pb2, "ModelService"),
        (daemon_pb2, "DaemonService"),
    )
)


def serve(settings: ServeSettings, announce: Callable[[Ready], None]) -> str:
    """Run the daemon until it is told to end.

    Parameters
    ----------
    settings : ServeSettings
        What it was started with.
    announce : callable
        Called once it answers.

    Returns
    -------
    str
        Why it ended.

    Raises
    ------
    ScenescoreError
        Something that it was started with can't be used.
    """
    settings.check()
    remove_stale_ready_file(settings.ready_file)
    return asyncio.run(_serve(settings, announce))


async def _serve(settings: ServeSettings, announce: Callable[[Ready], None]) -> str:
    owner = Owner(settings.owner_pid) if settings.owner_pid is not None else None
    roots = AllowedRoots(settings.allowed_roots)
    life = Life(settings.max_sessions)
    if settings.ends_with_stdin:
        _end_with_stdin(life)
    async with AsyncExitStack() as stack:
        library = stack.enter_context(Library(settings.library, read_only=settings.read_only_library))
        engine = Engine(library, settings.bundle, hub_correction=settings.hub_correction)
        stack.callback(engine.close, end_imports=True)
        if not engine.default_model:
            log.warning("no bundle is installed: matching needs one; see `scenescore train --help`")
        watched = WatchedFolders(engine, life)
        server = await _server(settings, engine, life, roots, watched)
        addresses = open_ports(server, settings)
        stack.callback(close_sockets, settings)
        await stack.enter_async_context(_answering(server, settings))
        _end_on_signals(life)
        if settings.watch_folder is not None:
            watched.watch(settings.watch_folder)
        stack.callback(watched.stop)
        stack.push_async_callback(_cancel, asyncio.create_task(follow(engine, life)))
        for end in _ends(settings, owner, life):
            stack.push_async_callback(_cancel, asyncio.create_task(end))
        ready = describe(addresses, token_file=settings.token_file, tls=settings.tls_certificate is not None)
        write_ready_file(settings.ready_file, ready)
        stack.callback(remove_ready_file, settings.ready_file)
        announce(ready)
        await life.ending()
    return life.reason


async def _server(
    settings: ServeSettings,
    engine: Engine,
    life: Life,
    roots: AllowedRoots,
    watched: WatchedFolders,
) -> grpc.aio.Server:
    token = read_or_make_token(settings.token_file)
    server = grpc.aio.server(
        interceptors=(TokenCheck(token, settings.token_file), CallCount(life), ErrorsAsStatus()),
        options=(
            ("grpc.max_receive_message_length", settings.max_message_bytes),
            ("grpc.max_send_message_length", settings.max_message_bytes),
            # Else a second daemon would share the port silently.
            ("grpc.so_reuseport", 0),
            # Clients in games ping more eagerly than gRPC's own; that is no reason to cut them off.
            ("grpc.http2.min_ping_interval_without_data_ms", 1_000),
            ("grpc.http2.max_ping_strikes", 0),
            ("grpc.keepalive_permit_without_calls", 1),
        ),
    )
    open_sessions = OpenSessions()
    match_pb2_grpc.add_MatchServiceServicer_to_server(
        MatchService(engine, life, open_sessions, max_clip_bytes=settings.max_clip_bytes), server
    )
    library_pb2_grpc.add_LibraryServiceServicer_to_server(
        LibraryService(engine, life, roots, watched), server
    )
    cue_pb2_grpc.add_CueServiceServicer_to_server(CueService(engine, open_sessions), server)
    model_pb2_grpc.add_ModelServiceServicer_to_server(ModelService(engine, life, roots), server)
    daemon_pb2_grpc.add_DaemonServiceServicer_to_server(DaemonService(engine, life, settings), server)
    reflection.enable_server_reflection((*_SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    return server


@asynccontextmanager
async def _answering(server: grpc.aio.Server, settings: ServeSettings) -> AsyncIterator[None]:
    """Answer while the block lasts; afterwards open calls get the grace to end."""
    health_service = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(health_service, server)
    for name in ("", *_SERVICES):
        await health_service.set(name, health_pb2.HealthCheckResponse.SERVING)
    await server.start()
    try:
        yield
    finally:
        await health_service.enter_graceful_shutdown()
        await server.stop(settings.stop_grace_s)


def _end_on_signals(life: Life) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # Who starts it with nohup wants it to outlive the terminal.
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            continue
        if sys.platform == "win32":
            signal.signal(number, lambda *_, name=name: loop.call_soon_threadsafe(life.end, name))
        else:
            loop.add_signal_handler(number, life.end, name)


def _end_with_stdin(life: Life) -> None:
    loop = asyncio.get_running_loop()

    def tell() -> None:
        with suppress(RuntimeError):  # The daemon has ended meanwhile.
            loop.call_soon_threadsafe(life.end, "its standard input has ended")

    tell_end_of_stdin(tell)


def _ends(
    settings: ServeSettings, owner: Owner | None, life: Life
) -> Iterator["Coroutine[None, None, None]"]:
    """Yield what waits for each reason to end that the settings name."""
    if owner is not None:
        yield _end_with(owner, life)
    if settings.idle_exit_s is not None:
        yield _end_when_idle(settings.idle_exit_s, life)


async def _end_with(owner: Owner, life: Life) -> None:
    await owner.gone()
    life.end(f"its owner, process {owner.pid}, is gone")


async def _end_when_idle(seconds: float, life: Life) -> None:
    await life.idle(seconds)
    life.end(f"nothing has gone on for {seconds:g} s (--idle-exit)")


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.wait({task})
