"""What an RPC ended with, as an error that says what to do."""

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata

from scenescore.errors import ScenescoreError, UnavailableError
from scenescore_client.errors import from_rpc_error
from scenescore_client.reconnect import is_passing


def ended(code: grpc.StatusCode, details: str) -> ScenescoreError:
    error = AioRpcError(code, Metadata(), Metadata(), details=details)
    return from_rpc_error(error, "127.0.0.1:50151")


@pytest.mark.parametrize(
    ("code", "details"),
    [
        (grpc.StatusCode.UNAVAILABLE, "Socket closed"),
        # gRPC's own word for a connection that is gone in the middle of a message.
        (grpc.StatusCode.INTERNAL, "Internal error from Core"),
    ],
)
def test_a_daemon_that_is_gone_may_come_back(code: grpc.StatusCode, details: str) -> None:
    error = ended(code, details)
    assert isinstance(error, UnavailableError)
    assert is_passing(error)
    assert "no daemon answers at 127.0.0.1:50151" in error.message
    assert details in error.message


def test_a_fault_of_the_daemons_own_is_not_waited_for() -> None:
    assert not is_passing(ended(grpc.StatusCode.INTERNAL, "a bug"))
