"""Turn the status of a failed RPC into one of Scenescore's own errors."""

from typing import Any, Final

import grpc
from google.rpc import error_details_pb2
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

CONNECTION_LOST: Final = "CONNECTION_LOST"
"""Reason of an error that the daemon didn't send: it can't be reached, or it is gone."""
_CERTIFICATE_VERIFY_FAILED: Final = "CERTIFICATE_VERIFY_FAILED"
"""OpenSSL's name for an untrusted certificate. It only decides which advice the message ends with."""
_BY_REASON: Final[dict[str, type[ScenescoreError]]] = {
    "BROKEN_FILE": BrokenFileError,
    "STORAGE": StorageError,
}
_BY_STATUS: Final[dict[grpc.StatusCode, type[ScenescoreError]]] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidInputError,
    grpc.StatusCode.OUT_OF_RANGE: InvalidInputError,
    grpc.StatusCode.ALREADY_EXISTS: InvalidInputError,
    grpc.StatusCode.NOT_FOUND: NotFoundError,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDeniedError,
    grpc.StatusCode.UNAUTHENTICATED: PermissionDeniedError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: UnavailableError,
    grpc.StatusCode.FAILED_PRECONDITION: PreconditionError,
    grpc.StatusCode.UNIMPLEMENTED: UnavailableError,
    grpc.StatusCode.UNAVAILABLE: UnavailableError,
    grpc.StatusCode.DEADLINE_EXCEEDED: UnavailableError,
}


def from_rpc_error(error: grpc.RpcError, address: str) -> ScenescoreError:
    """Return Scenescore's error for a failed RPC.

    Parameters
    ----------
    error : grpc.RpcError
        The error of a blocking call or of a call on asyncio.
    address : str
        The daemon's address, for the message.

    Returns
    -------
    ScenescoreError
        Has the daemon's `reason`, the RPC's `status`, and the `field` if the daemon names one.
    """
    call: Any = error
    code: grpc.StatusCode = call.code()
    reason, field = _details(call)
    if code is grpc.StatusCode.INTERNAL and not reason:
        # The daemon's own errors always have a reason. Without one gRPC itself has ended the call, as its
        # asyncio side does when a daemon is killed in the middle of a message.
        code = grpc.StatusCode.UNAVAILABLE
    message = call.details() or code.name
    if not reason and code is grpc.StatusCode.UNAVAILABLE:
        reason = CONNECTION_LOST
        advice = "start one with `scenescore serve`"
        if _CERTIFICATE_VERIFY_FAILED in message:
            advice = "its certificate is not trusted; give the PEM that verifies it (--tls-cert)"
        message = f"no daemon answers at {address} ({message}); {advice}"
    found = _of_kind(_BY_REASON.get(reason) or _BY_STATUS.get(code, ScenescoreError), message, field)
    found.reason = reason or code.name
    found.status = code.name
    return found


def _of_kind(kind: type[ScenescoreError], message: str, field: str) -> ScenescoreError:
    if kind is BrokenFileError:
        path, _, problem = message.partition(": ")
        return BrokenFileError(path, problem)
    if kind is InvalidInputError:
        return InvalidInputError(message, field=field)
    return kind(message)


def _details(call: Any) -> tuple[str, str]:
    """Return the reason of the ``ErrorInfo`` and the first field of the ``BadRequest``, or empty strings."""
    reason = field = ""
    try:
        status = rpc_status.from_call(call)
    except (ValueError, AttributeError, TypeError):
        # An answer that isn't the daemon's, such as a proxy's, may carry details that contradict its status.
        return "", ""
    for detail in status.details if status else ():
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(bad) and bad.field_violations:
            field = bad.field_violations[0].field
    return reason, field
