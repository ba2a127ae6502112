"""CueService: part of the contract, answered by a later version."""

from typing import Any

import grpc

from scenescore.daemon.errors import NotYetError
from scenescore.v1 import cue_pb2, cue_pb2_grpc

_PROBLEM = "cues come with a later version; this daemon matches by its bundle alone"


class CueService(cue_pb2_grpc.CueServiceServicer):
    """Says that cues aren't there yet."""

    async def AddCue(
        self, request: cue_pb2.AddCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.AddCueResponse:
        """Not answered yet."""
        raise NotYetError(_PROBLEM)

    async def ListCues(
        self, request: cue_pb2.ListCuesRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.ListCuesResponse:
        """Not answered yet."""
        raise NotYetError(_PROBLEM)

    async def DeleteCue(
        self, request: cue_pb2.DeleteCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.DeleteCueResponse:
        """Not answered yet."""
        raise NotYetError(_PROBLEM)
