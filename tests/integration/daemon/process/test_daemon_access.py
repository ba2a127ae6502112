"""Tokens, health checks, reflection, and the information about a daemon."""

import time
from collections.abc import Callable
from typing import Any

import grpc
import psutil
import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from making.daemon import Daemon, configured
from scenescore.v1 import daemon_pb2, match_pb2

CLOCK_TICK_S = 0.1
"""How exactly the system tells when a process has started."""
SERVICES = [f"scenescore.v1.{name}Service" for name in ("Match", "Library", "Cue", "Model", "Daemon")]


def status_of(error: grpc.RpcError) -> tuple[status_pb2.Status, error_details_pb2.ErrorInfo]:
    """Return the status of an error and the ErrorInfo in it."""
    found: Any = error
    rich = dict(found.trailing_metadata())["grpc-status-details-bin"]
    status = status_pb2.Status.FromString(rich)
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return status, info


@pytest.mark.parametrize(
    "metadata", [(), (("authorization", "Bearer wrong"),), (("authorization", "wrong"),)]
)
def test_the_error_for_a_missing_or_wrong_token_names_the_token_file(
    daemon: Daemon, metadata: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        daemon.control.GetInfo(daemon_pb2.GetInfoRequest(), metadata=metadata, timeout=20)
    status, info = status_of(caught.value)
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert daemon.ready["token_file"] in status.message
    assert (info.reason, info.domain) == ("UNAUTHENTICATED", "scenescore")


def test_every_kind_of_call_needs_a_token(daemon: Daemon) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: daemon.match.MatchClip(iter([match_pb2.MatchClipRequest()]), timeout=20),
        lambda: list(daemon.match.MatchScreen(match_pb2.MatchScreenRequest(), timeout=20)),
        lambda: list(daemon.match.MatchFrames(iter([configured()]), timeout=20)),
    ]
    for call in calls:
        with pytest.raises(grpc.RpcError) as caught:
            call()
        assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_health_checks_need_no_token(daemon: Daemon) -> None:
    stub: Any = health_pb2_grpc.HealthStub(daemon.channel)
    for service in ("", *SERVICES):
        answer = stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=20)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_lists_the_services(daemon: Daemon) -> None:
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(daemon.channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    answers = list(stub.ServerReflectionInfo(iter([request]), metadata=daemon.auth, timeout=20))
    names = {service.name for service in answers[0].list_services_response.service}
    assert names >= {*SERVICES, "grpc.health.v1.Health"}


def test_info_has_version_bundle_tracks_and_limits(daemon: Daemon) -> None:
    info = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
    assert info.pid == daemon.process.pid == daemon.ready["pid"]
    assert info.version == daemon.ready["version"]
    assert info.default_model == "models/tiny"
    assert "models/tiny" in info.loaded_models
    assert info.tracks == 6
    assert info.limits.max_message_bytes == 16 * 1024 * 1024
    assert info.limits.max_frame_side == 16_384


def test_the_uptime_counts_the_seconds_since_the_start(daemon: Daemon) -> None:
    def uptime_s() -> float:
        info = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
        return float(info.uptime.ToMicroseconds()) / 1e6

    began_s = time.monotonic()
    first_s, second_s = uptime_s(), uptime_s()
    assert 0 < second_s - first_s <= time.monotonic() - began_s
    assert second_s <= time.time() - psutil.Process(daemon.process.pid).create_time() + CLOCK_TICK_S
