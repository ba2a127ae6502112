"""Count the open calls, so that an idle daemon can end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import grpc

from scenescore.daemon.errors import behaviour_of, with_behaviour
from scenescore.daemon.process.lifecycle import Lifecycle

_OWN_SERVICES: Final = "/scenescore."


class CallCounter(grpc.aio.ServerInterceptor):
    """Count the calls of Scenescore's own services. Health checks and reflection don't keep a daemon alive.

    Parameters
    ----------
    lifecycle : Lifecycle
        Where the calls are counted.
    """

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wrap the handler of one of Scenescore's own services."""
        handler = await continuation(handler_call_details)
        if handler is None or not handler_call_details.method.startswith(_OWN_SERVICES):
            return handler
        inner = behaviour_of(handler)

        async def answer(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
            with self._lifecycle.busy():
                return await inner(request, context)

        async def stream(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
            with self._lifecycle.busy():
                async for response in inner(request, context):
                    yield response

        return with_behaviour(handler, stream if handler.response_streaming else answer)
