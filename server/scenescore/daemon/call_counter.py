"""Counts the calls that are open, so that a daemon which nobody needs can end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import grpc

from scenescore.daemon.errors import behaviour_of, like
from scenescore.daemon.process.lifecycle import Life

_OWN_SERVICES: Final = "/scenescore."


class CallCount(grpc.aio.ServerInterceptor):
    """Counts the calls of Scenescore's own services; health and reflection are what monitors ask.

    Parameters
    ----------
    life : Life
        Is told of each call.
    """

    def __init__(self, life: Life) -> None:
        self._life = life

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wrap the handler."""
        handler = await continuation(handler_call_details)
        if handler is None or not handler_call_details.method.startswith(_OWN_SERVICES):
            return handler
        inner = behaviour_of(handler)

        async def answer(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
            with self._life.busy():
                return await inner(request, context)

        async def stream(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
            with self._life.busy():
                async for response in inner(request, context):
                    yield response

        return like(handler, stream if handler.response_streaming else answer)
