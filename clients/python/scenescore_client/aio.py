"""The client on asyncio."""

from scenescore_client._async.client import AsyncClient

__all__ = ["AsyncClient"]
