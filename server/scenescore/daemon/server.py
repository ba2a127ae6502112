"""Run the daemon: open everything, write the ready file, answer calls, and shut down cleanly."""

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
from scenescore.daemon.call_counter import CallCounter
from scenescore.daemon.errors import ErrorsAsStatus
from scenescore.daemon.jobs.library_refresh import refresh_library
from scenescore.daemon.jobs.watched_folders import WatchedFolders
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.process.parent_watch import ParentWatch, watch_stdin
from scenescore.daemon.process.ports import close_sockets, open_ports
from scenescore.daemon.process.ready_file import (
    ReadyFile,
    remove_ready_file,
    remove_stale_ready_file,
    write_ready_file,
)
from scenescore.daemon.services.cue_service import CueService
from scenescore.daemon.services.daemon_service import DaemonService
from scenescore.daemon.services.library_service import LibraryService
from scenescore.daemon.services.match_service import MatchService
from scenescore.daemon.services.model_service import ModelService
from scenescore.daemon.services.project_service import ProjectService
from scenescore.daemon.settings import ServeSettings
from scenescore.library.store.library import Library
from scenescore.retrieval.engine import Engine
from scenescore.session.registry import SessionRegistry
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
    project_pb2,
    project_pb2_grpc,
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
        (project_pb2, "ProjectService"),
    )
)


def serve(settings: ServeSettings, announce: Callable[[ReadyFile], None]) -> str:
    """Run the daemon until it is shut down.

    Parameters
    ----------
    settings : ServeSettings
        The options of the command line.
    announce : callable
        Called with the ready file's contents once the daemon accepts calls.

    Returns
    -------
    str
        Why the daemon ended.

    Raises
    ------
    ScenescoreError
        A setting can't be used.
    """
    settings.check()
    remove_stale_ready_file(settings.ready_file)
    return asyncio.run(_serve(settings, announce))


async def _serve(settings: ServeSettings, announce: Callable[[ReadyFile], None]) -> str:
    parent_watch = ParentWatch(settings.owner_pid) if settings.owner_pid is not None else None
    allowed_roots = AllowedRoots(settings.allowed_roots)
    lifecycle = Lifecycle(settings.max_sessions)
    if settings.ends_with_stdin:
        _shut_down_with_stdin(lifecycle)
    async with AsyncExitStack() as stack:
        library = stack.enter_context(Library(settings.library, read_only=settings.read_only_library))
        engine = Engine(library, settings.bundle, hub_correction=settings.hub_correction)
        stack.callback(engine.close, end_imports=True)
        if not engine.default_model:
            log.warning("no bundle is installed, and matching needs one; see `scenescore train --help`")
        # The first session would otherwise wait for libraries that load at their first use.
        await asyncio.to_thread(engine.warm_up)
        watched_folders = WatchedFolders(engine, lifecycle, rescan_interval_s=settings.rescan_interval_s)
        server = await _server(settings, engine, lifecycle, allowed_roots, watched_folders)
        addresses = open_ports(server, settings)
        stack.callback(close_sockets, settings)
        await stack.enter_async_context(_answering(server, settings))
        _shut_down_on_signals(lifecycle)
        if settings.watch_folder is not None:
            watched_folders.watch(settings.watch_folder)
        stack.callback(watched_folders.stop)
        stack.push_async_callback(_cancel, asyncio.create_task(refresh_library(engine, lifecycle)))
        for trigger in _shutdown_triggers(settings, parent_watch, lifecycle):
            stack.push_async_callback(_cancel, asyncio.create_task(trigger))
        ready = ReadyFile.of_this_process(
            addresses, token_file=settings.token_file, tls=settings.tls_certificate is not None
        )
        write_ready_file(settings.ready_file, ready)
        stack.callback(remove_ready_file, settings.ready_file)
        announce(ready)
        await lifecycle.wait_for_shutdown()
    return lifecycle.reason


async def _server(
    settings: ServeSettings,
    engine: Engine,
    lifecycle: Lifecycle,
    allowed_roots: AllowedRoots,
    watched_folders: WatchedFolders,
) -> grpc.aio.Server:
    token = read_or_make_token(settings.token_file)
    server = grpc.aio.server(
        interceptors=(TokenCheck(token, settings.token_file), CallCounter(lifecycle), ErrorsAsStatus()),
        options=(
            ("grpc.max_receive_message_length", settings.max_message_bytes),
            ("grpc.max_send_message_length", settings.max_message_bytes),
            # Otherwise a second daemon would share the port without an error.
            ("grpc.so_reuseport", 0),
            # Clients in games ping more often than gRPC's own clients, and must not be cut off for that.
            ("grpc.http2.min_ping_interval_without_data_ms", 1_000),
            ("grpc.http2.max_ping_strikes", 0),
            ("grpc.keepalive_permit_without_calls", 1),
        ),
    )
    sessions = SessionRegistry()
    match_pb2_grpc.add_MatchServiceServicer_to_server(
        MatchService(engine, lifecycle, sessions, max_clip_bytes=settings.max_clip_bytes), server
    )
    library_pb2_grpc.add_LibraryServiceServicer_to_server(
        LibraryService(
            engine, lifecycle, allowed_roots, watched_folders, max_clip_bytes=settings.max_clip_bytes
        ),
        server,
    )
    cue_pb2_grpc.add_CueServiceServicer_to_server(CueService(engine, sessions), server)
    model_pb2_grpc.add_ModelServiceServicer_to_server(ModelService(engine, lifecycle, allowed_roots), server)
    project_pb2_grpc.add_ProjectServiceServicer_to_server(ProjectService(engine, allowed_roots), server)
    daemon_pb2_grpc.add_DaemonServiceServicer_to_server(DaemonService(engine, lifecycle, settings), server)
    reflection.enable_server_reflection((*_SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    return server


@asynccontextmanager
async def _answering(server: grpc.aio.Server, settings: ServeSettings) -> AsyncIterator[None]:
    """Answer calls while the block lasts. Afterwards open calls get some time to end."""
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


def _shut_down_on_signals(lifecycle: Lifecycle) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # A daemon that was started with nohup must outlive its terminal.
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            continue
        if sys.platform == "win32":
            signal.signal(number, lambda *_, name=name: loop.call_soon_threadsafe(lifecycle.shut_down, name))
        else:
            loop.add_signal_handler(number, lifecycle.shut_down, name)


def _shut_down_with_stdin(lifecycle: Lifecycle) -> None:
    loop = asyncio.get_running_loop()

    def shut_down() -> None:
        with suppress(RuntimeError):  # The loop is closed: the daemon has ended already.
            loop.call_soon_threadsafe(lifecycle.shut_down, "its standard input has ended")

    watch_stdin(shut_down)


def _shutdown_triggers(
    settings: ServeSettings, parent_watch: ParentWatch | None, lifecycle: Lifecycle
) -> Iterator["Coroutine[None, None, None]"]:
    """Yield a coroutine for each condition in the settings that shuts the daemon down."""
    if parent_watch is not None:
        yield _shut_down_after(parent_watch, lifecycle)
    if settings.idle_exit_s is not None:
        yield _shut_down_when_idle(settings.idle_exit_s, lifecycle)


async def _shut_down_after(parent_watch: ParentWatch, lifecycle: Lifecycle) -> None:
    await parent_watch.wait_until_gone()
    lifecycle.shut_down(f"its owner, process {parent_watch.pid}, has ended (--owner-pid)")


async def _shut_down_when_idle(seconds: float, lifecycle: Lifecycle) -> None:
    await lifecycle.wait_until_idle(seconds)
    lifecycle.shut_down(f"it was idle for {seconds:g} s (--idle-exit)")


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.wait({task})
