"""Scenescore's errors as gRPC statuses: a message for people, details for programs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from scenescore.errors import InvalidInputError, ScenescoreError, UnavailableError

log = logging.getLogger(__name__)

DOMAIN: Final = "scenescore"


class TooManyError(UnavailableError):
    """More at the same time than the daemon takes."""

    status = "RESOURCE_EXHAUSTED"
    reason = "TOO_MANY_SESSIONS"


class ShuttingDownError(UnavailableError):
    """The daemon ends: streams are told before they are closed."""

    reason = "SHUTTING_DOWN"

    def __init__(self) -> None:
        super().__init__("the daemon is shutting down; connect again once it is back")


def to_status(error: ScenescoreError) -> status_pb2.Status:
    """Return the status that an RPC ends with.

    Parameters
    ----------
    error : ScenescoreError
        What went wrong.

    Returns
    -------
    google.rpc.Status
        With an ``ErrorInfo``, and a ``BadRequest`` where the error names a field.
    """
    details: list[Any] = [error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN)]
    if isinstance(error, InvalidInputError) and error.field:
        violation = error_details_pb2.BadRequest.FieldViolation(field=error.field, description=error.message)
        details.append(error_details_pb2.BadRequest(field_violations=[violation]))
    packed = []
    for detail in details:
        packed.append(any_pb2.Any())
        packed[-1].Pack(detail)
    return status_pb2.Status(code=code_pb2.Code.Value(error.status), message=error.message, details=packed)


async def abort(context: grpc.aio.ServicerContext[Any, Any], error: ScenescoreError) -> None:
    """End an RPC with an error's status."""
    await context.abort_with_status(rpc_status.to_status(to_status(error)))


def rejecting_handler(
    handler: grpc.RpcMethodHandler[Any, Any], error: ScenescoreError
) -> grpc.RpcMethodHandler[Any, Any]:
    """Return a handler of the same kind that answers every call with `error`, without reading a request."""

    async def reject(_: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        await abort(context, error)

    async def reject_stream(_: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
        await abort(context, error)
        yield

    return like(handler, reject_stream if handler.response_streaming else reject)


class ErrorsAsStatus(grpc.aio.ServerInterceptor):
    """Turns what a handler raises into a status: ours as they are, others as INTERNAL and into the log."""

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wrap the handler."""
        handler = await continuation(handler_call_details)
        if handler is None:
            return handler
        inner = behaviour_of(handler)
        method = handler_call_details.method

        async def answer(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
            try:
                return await inner(request, context)
            except Exception as error:
                return await _abort_with(context, error, method)

        async def stream(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
            try:
                async for response in inner(request, context):
                    yield response
            except Exception as error:
                await _abort_with(context, error, method)

        return like(handler, stream if handler.response_streaming else answer)


async def _abort_with(context: grpc.aio.ServicerContext[Any, Any], error: Exception, method: str) -> None:
    if isinstance(error, grpc.aio.AbortError | asyncio.CancelledError):
        raise error
    if not isinstance(error, ScenescoreError):
        log.exception("%s failed", method, exc_info=error)
        error = ScenescoreError(
            f"the daemon failed at {method}: {type(error).__name__}; its log tells more. Please report it"
        )
    await abort(context, error)


def behaviour_of(handler: grpc.RpcMethodHandler[Any, Any]) -> Any:
    """Return the one of a handler's four functions that is set."""
    return handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream


def like(handler: grpc.RpcMethodHandler[Any, Any], behaviour: Any) -> grpc.RpcMethodHandler[Any, Any]:
    """Return a handler of the same kind that does something else."""
    make = {
        (False, False): grpc.unary_unary_rpc_method_handler,
        (False, True): grpc.unary_stream_rpc_method_handler,
        (True, False): grpc.stream_unary_rpc_method_handler,
        (True, True): grpc.stream_stream_rpc_method_handler,
    }[handler.request_streaming, handler.response_streaming]
    made: grpc.RpcMethodHandler[Any, Any] = make(
        behaviour,
        request_deserializer=handler.request_deserializer,
        response_serializer=handler.response_serializer,
    )
    return made
