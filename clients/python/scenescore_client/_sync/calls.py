# Generated from scenescore_client/_async/calls.py by generate_sync.py. Do not edit.
"""What every call needs: the daemon's address and token, a channel to it, and Scenescore's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc

from scenescore_client.concurrency import iterate
from scenescore_client.connection import Connection, Endpoint
from scenescore_client.errors import from_rpc_error
from scenescore_client.reconnect import Backoff
from scenescore_client.requests import CALL_TIMEOUT_S, Upload


class Calls:
    """Calls a daemon. Each call finds the daemon and opens its own connection.

    Parameters
    ----------
    connection : Connection, optional
        How to find the daemon; None for the default daemon of this machine and user.
    backoff : Backoff, optional
        How long a stream tries to reach a daemon that it has lost; None for the default.
    """

    def __init__(self, connection: Connection | None = None, backoff: Backoff | None = None) -> None:
        self.connection = connection or Connection()
        self.backoff = backoff or Backoff()

    @contextmanager
    def _connect(self) -> Iterator[tuple[grpc.Channel, Endpoint]]:
        """Find the daemon and open a channel to it; turn a failed RPC into one of Scenescore's own errors."""
        endpoint = self.connection.find()
        try:
            with endpoint.channel() as channel:
                yield channel, endpoint
        except grpc.RpcError as error:
            raise from_rpc_error(error, endpoint.address) from error

    def _ask(self, service: Any, method: str, request: Any) -> Any:
        """Send one request and return the one response."""
        with self._connect() as (channel, endpoint):
            call = getattr(service(channel), method)
            return call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)

    def _pages(self, service: Any, method: str, request: Any) -> Iterator[Any]:
        """Yield all pages of a list, one request after the other."""
        with self._connect() as (channel, endpoint):
            call = getattr(service(channel), method)
            while True:
                page = call(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
                yield page
                if not page.next_page_token:
                    return
                request.page_token = page.next_page_token

    def _upload(self, service: Any, method: str, messages: Iterator[Any]) -> Any:
        """Send a stream of messages, which are made in a thread, and return the one response."""
        upload = Upload(messages)
        with self._connect() as (channel, endpoint):
            call = getattr(service(channel), method)
            try:
                response = call(iterate(upload), metadata=endpoint.metadata)
            except grpc.RpcError:
                upload.check()
                raise
            upload.check()
            return response
