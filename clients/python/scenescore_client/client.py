"""The blocking client. Its code is generated from the async client."""

from scenescore_client._sync.client import Client

__all__ = ["Client"]
