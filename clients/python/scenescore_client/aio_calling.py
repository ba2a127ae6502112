"""What each call needs, on asyncio."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc

from scenescore_client.calling import CALL_TIMEOUT_S
from scenescore_client.connection import Connection, Endpoint
from scenescore_client.errors import from_rpc_error
from scenescore_client.reconnect import Backoff


class AsyncCalling:
    """Calls a daemon. Each call finds it and connects anew, so there is nothing to open or to close.

    Parameters
    ----------
    connection : Connection
        How to find the daemon; without one, the default daemon of this machine and user.
    backoff : Backoff
        How a stream tries to go on after its daemon was lost.
    """

    def __init__(self, connection: Connection | None = None, backoff: Backoff | None = None) -> None:
        self.connection = connection or Connection()
        self.backoff = backoff or Backoff()

    @asynccontextmanager
    async def _calling(self) -> AsyncIterator[tuple[grpc.aio.Channel, Endpoint]]:
        """Find the daemon and open a channel to it; what a call ends with becomes Scenescore's own error."""
        endpoint = self.connection.find()
        try:
            async with endpoint.aio_channel() as channel:
                yield channel, endpoint
        except grpc.RpcError as error:
            raise from_rpc_error(error, endpoint.address) from error

    async def _ask(self, service: Any, method: str, request: Any) -> Any:
        """Call a method of one answer."""
        async with self._calling() as (channel, endpoint):
            call = getattr(service(channel), method)
            return await call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)

    async def _pages(self, service: Any, method: str, request: Any) -> AsyncIterator[Any]:
        """Call a method that answers in pages, one after the other."""
        async with self._calling() as (channel, endpoint):
            call = getattr(service(channel), method)
            while True:
                page = await call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
                yield page
                if not page.next_page_token:
                    return
                request.page_token = page.next_page_token
