"""What each call needs: the daemon as it is now, a channel to it, and Scenescore's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import grpc

from scenescore_client.connection import Connection, Endpoint
from scenescore_client.errors import from_rpc_error
from scenescore_client.reconnect import Backoff

CALL_TIMEOUT_S: Final = 60.0


class Calling:
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

    @contextmanager
    def _calling(self) -> Iterator[tuple[grpc.Channel, Endpoint]]:
        """Find the daemon and open a channel to it; what a call ends with becomes Scenescore's own error."""
        endpoint = self.connection.find()
        try:
            with endpoint.channel() as channel:
                yield channel, endpoint
        except grpc.RpcError as error:
            raise from_rpc_error(error, endpoint.address) from error

    def _ask(self, service: Any, method: str, request: Any) -> Any:
        """Call a method of one answer."""
        with self._calling() as (channel, endpoint):
            call = getattr(service(channel), method)
            return call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)

    def _pages(self, service: Any, method: str, request: Any) -> Iterator[Any]:
        """Call a method that answers in pages, one after the other."""
        with self._calling() as (channel, endpoint):
            call = getattr(service(channel), method)
            while True:
                page = call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
                yield page
                if not page.next_page_token:
                    return
                request.page_token = page.next_page_token
