"""Turn Scenescore's errors into gRPC statuses, with a message for people and details for programs."""

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


class TooManySessionsError(UnavailableError):
    """As many sessions are open as the daemon allows."""

    status = "RESOURCE_EXHAUSTED"
    reason = "TOO_MANY_SESSIONS"


class ShuttingDownError(UnavailableError):
    """The daemon is shutting down. Open streams end with this error."""

    reason = "SHUTTING_DOWN"

    def __init__(self) -> None:
        super().__init__("the daemon is shutting down; connect again once it is back")


def to_status(error: ScenescoreError) -> status_pb2.Status:
    """Return the status for an error.

    Parameters
    ----------
    error : ScenescoreError
        The error.

    Returns
    -------
    google.rpc.Status
        It has an ``ErrorInfo``, and a ``BadRequest`` if the error names a field.
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
    """End an RPC with the status of an error.

    Parameters
    ----------
    context : grpc.aio.ServicerContext
        The RPC.
    error : ScenescoreError
        The error.

    Raises
    ------
    grpc.aio.AbortError
        Always; gRPC ends the RPC with it.
    """
    await context.abort_with_status(rpc_status.to_status(to_status(error)))


def rejecting_handler(
    handler: grpc.RpcMethodHandler[Any, Any], error: ScenescoreError
) -> grpc.RpcMethodHandler[Any, Any]:
    """Return a handler that ends every call with an error, without reading a request.

    Parameters
    ----------
    handler : grpc.RpcMethodHandler
        The handler that is replaced.
    error : ScenescoreError
        The error.

    Returns
    -------
    grpc.RpcMethodHandler
        Its requests and responses have the same form as the ones of `handler`.
    """

    async def reject(_: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        await abort(context, error)

    async def reject_stream(_: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
        await abort(context, error)
        yield

    return with_behaviour(handler, reject_stream if handler.response_streaming else reject)


class ErrorsAsStatus(grpc.aio.ServerInterceptor):
    """Turn the exceptions of handlers into statuses.

    Scenescore's own errors keep their status. Any other exception is logged and becomes ``INTERNAL``.
    """

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wrap a handler."""
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

        return with_behaviour(handler, stream if handler.response_streaming else answer)


async def _abort_with(context: grpc.aio.ServicerContext[Any, Any], error: Exception, method: str) -> None:
    if isinstance(error, grpc.aio.AbortError | asyncio.CancelledError):
        raise error
    if not isinstance(error, ScenescoreError):
        log.exception("%s failed", method, exc_info=error)
        error = ScenescoreError(
            f"the daemon failed in {method}: {type(error).__name__}; see its log, and please report this"
        )
    await abort(context, error)


def behaviour_of(handler: grpc.RpcMethodHandler[Any, Any]) -> Any:
    """Return the function of a handler.

    Parameters
    ----------
    handler : grpc.RpcMethodHandler
        Has four functions, one for each kind of RPC; exactly one is set.

    Returns
    -------
    callable
    """
    return handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream


def with_behaviour(
    handler: grpc.RpcMethodHandler[Any, Any], behaviour: Any
) -> grpc.RpcMethodHandler[Any, Any]:
    """Return a handler of the same kind with another function.

    Parameters
    ----------
    handler : grpc.RpcMethodHandler
        The handler to copy.
    behaviour : callable
        The new function.

    Returns
    -------
    grpc.RpcMethodHandler
    """
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
