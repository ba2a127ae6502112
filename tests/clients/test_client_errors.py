from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from scenescore.errors import (
    BrokenFileError,
    InvalidInputError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    ScenescoreError,
    StorageError,
    UnavailableError,
)
from scenescore.v1 import daemon_pb2, daemon_pb2_grpc
from scenescore_client import Client, Connection
from scenescore_client.errors import CONNECTION_LOST
from scenescore_client.reconnect import is_temporary


class Refusing(daemon_pb2_grpc.DaemonServiceServicer):
    """A server on a real socket that ends each call with one status."""

    def __init__(self, code: str, message: str, reason: str, field: str) -> None:
        details: list[Any] = []
        if reason:
            details.append(error_details_pb2.ErrorInfo(reason=reason, domain="scenescore"))
        if field:
            violation = error_details_pb2.BadRequest.FieldViolation(field=field)
            details.append(error_details_pb2.BadRequest(field_violations=[violation]))
        self.status = status_pb2.Status(code=code_pb2.Code.Value(code), message=message)
        for detail in details:
            packed = any_pb2.Any()
            packed.Pack(detail)
            self.status.details.append(packed)

    def GetInfo(self, request: daemon_pb2.GetInfoRequest, context: grpc.ServicerContext) -> Any:
        context.abort_with_status(rpc_status.to_status(self.status))


def error_of(
    code: str, message: str = "what was wrong", reason: str = "", field: str = ""
) -> ScenescoreError:
    """Return the client's error for a status that a real server has sent."""
    server = grpc.server(ThreadPoolExecutor(1))
    daemon_pb2_grpc.add_DaemonServiceServicer_to_server(Refusing(code, message, reason, field), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with pytest.raises(ScenescoreError) as caught:
            Client(Connection(address=f"127.0.0.1:{port}", token="any")).info()
        return caught.value
    finally:
        server.stop(None)


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        ("INVALID_ARGUMENT", "INVALID_INPUT", InvalidInputError),
        ("INVALID_ARGUMENT", "BROKEN_FILE", BrokenFileError),
        ("NOT_FOUND", "NOT_FOUND", NotFoundError),
        ("UNAUTHENTICATED", "UNAUTHENTICATED", PermissionDeniedError),
        ("PERMISSION_DENIED", "PERMISSION_DENIED", PermissionDeniedError),
        ("RESOURCE_EXHAUSTED", "TOO_MANY_SESSIONS", UnavailableError),
        ("RESOURCE_EXHAUSTED", "STORAGE", StorageError),
        ("UNAVAILABLE", "SHUTTING_DOWN", UnavailableError),
        ("FAILED_PRECONDITION", "FAILED_PRECONDITION", PreconditionError),
        ("UNIMPLEMENTED", "UNIMPLEMENTED", UnavailableError),
        ("INTERNAL", "SCENESCORE_ERROR", ScenescoreError),
    ],
)
def test_each_status_of_the_api_page_has_its_error(
    code: str, reason: str, kind: type[ScenescoreError]
) -> None:
    error = error_of(code, "game.mp4: what was wrong", reason)
    assert type(error) is kind
    assert (error.reason, error.status) == (reason, code)
    assert "what was wrong" in error.message


def test_the_error_names_the_wrong_field() -> None:
    error = error_of("INVALID_ARGUMENT", reason="INVALID_INPUT", field="frame.width")
    assert isinstance(error, InvalidInputError)
    assert error.field == "frame.width"


def test_an_error_without_details_is_chosen_by_its_status() -> None:
    assert error_of("NOT_FOUND").reason == "NOT_FOUND"
    assert type(error_of("DATA_LOSS")) is ScenescoreError


def test_a_missing_daemon_is_lost_and_the_error_says_how_to_start_one() -> None:
    with pytest.raises(UnavailableError, match="scenescore serve") as caught:
        Client(Connection(address="127.0.0.1:1", token="any")).info()
    assert caught.value.reason == CONNECTION_LOST


@pytest.mark.parametrize(
    ("code", "details"),
    [
        ("UNAVAILABLE", "Socket closed"),
        # gRPC's asyncio side ends calls like this when the daemon is killed in the middle of a message.
        ("INTERNAL", "an error of gRPC, without a reason of the daemon"),
    ],
)
def test_a_lost_daemon_is_a_temporary_error(code: str, details: str) -> None:
    error = error_of(code, details)
    assert isinstance(error, UnavailableError)
    assert is_temporary(error)
    assert "no daemon answers at 127.0.0.1:" in error.message
    assert details in error.message


def test_an_internal_error_of_the_daemon_is_not_temporary() -> None:
    assert not is_temporary(error_of("INTERNAL", "a bug", "SCENESCORE_ERROR"))
