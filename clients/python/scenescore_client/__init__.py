"""The light Python client of Scenescore: frames in, the fitting piece of music out."""

from scenescore_client.aio import AsyncClient
from scenescore_client.client import Client
from scenescore_client.connection import Connection, NoDaemonError, from_environment
from scenescore_client.messages import Answer, Encoding, Frame, Match, SessionConfig
from scenescore_client.reconnect import Backoff, Status
from scenescore_client.records import (
    AudioChunk,
    BrokenFile,
    ImportProgress,
    Info,
    Model,
    Track,
    TrainProgress,
)

__all__ = [
    "Answer",
    "AsyncClient",
    "AudioChunk",
    "Backoff",
    "BrokenFile",
    "Client",
    "Connection",
    "Encoding",
    "Frame",
    "ImportProgress",
    "Info",
    "Match",
    "Model",
    "NoDaemonError",
    "SessionConfig",
    "Status",
    "Track",
    "TrainProgress",
    "from_environment",
]
