"""The light Python client of Scenescore: send frames, receive the tracks that fit."""

from scenescore_client.aio import AsyncClient
from scenescore_client.client import Client
from scenescore_client.connection import Connection, NoDaemonError, from_environment
from scenescore_client.cues import Cue
from scenescore_client.messages import Answer, Encoding, Frame, Match, MatchReason, SessionConfig
from scenescore_client.progress.import_progress import (
    BrokenFile,
    ImportProgress,
    PassedOver,
    TrackChange,
    UpdateProgress,
)
from scenescore_client.projects.cue_sync import CueSync, ProjectCue, UnresolvedCue
from scenescore_client.projects.project import OpenedProject, Project
from scenescore_client.reconnect import Backoff, Status
from scenescore_client.records import (
    AudioChunk,
    Info,
    Model,
    Suggestion,
    Track,
    TrainProgress,
)
from scenescore_client.scenes import Assignment, Scene
from scenescore_client.searches.scene_search import FoundScene, SearchedClip
from scenescore_client.searches.text_search import TextMatch, TextMatches, TextReason

__all__ = [
    "Answer",
    "Assignment",
    "AsyncClient",
    "AudioChunk",
    "Backoff",
    "BrokenFile",
    "Client",
    "Connection",
    "Cue",
    "CueSync",
    "Encoding",
    "FoundScene",
    "Frame",
    "ImportProgress",
    "Info",
    "Match",
    "MatchReason",
    "Model",
    "NoDaemonError",
    "OpenedProject",
    "PassedOver",
    "Project",
    "ProjectCue",
    "Scene",
    "SearchedClip",
    "SessionConfig",
    "Status",
    "Suggestion",
    "TextMatch",
    "TextMatches",
    "TextReason",
    "Track",
    "TrackChange",
    "TrainProgress",
    "UnresolvedCue",
    "UpdateProgress",
    "from_environment",
]
