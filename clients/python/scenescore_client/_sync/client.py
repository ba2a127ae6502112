# Generated from scenescore_client/_async/client.py by generate_sync.py. Do not edit.
"""The client: all calls of a daemon."""

from scenescore.v1.daemon_pb2 import GetInfoRequest, ShutdownRequest
from scenescore.v1.daemon_pb2_grpc import DaemonServiceStub
from scenescore_client._sync.cue_calls import CueCalls
from scenescore_client._sync.library_calls import LibraryCalls
from scenescore_client._sync.match_calls import MatchCalls
from scenescore_client._sync.model_calls import ModelCalls
from scenescore_client._sync.project_calls import ProjectCalls
from scenescore_client._sync.search_calls import SearchCalls
from scenescore_client.records import Info


class Client(MatchCalls, LibraryCalls, SearchCalls, ModelCalls, CueCalls, ProjectCalls):
    """Calls a Scenescore daemon.

    Each call finds the daemon and opens its own connection, so a client needs no opening and no closing.

    Parameters
    ----------
    connection : Connection, optional
        How to find the daemon; None for the default daemon of this machine and user.
    backoff : Backoff, optional
        How long a stream tries to reach a daemon that it has lost; None for the default.
    """

    def info(self) -> Info:
        """Return the daemon's version, its limits and what it has loaded.

        Returns
        -------
        Info
            The daemon as it is now.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        return Info.from_proto(self._ask(DaemonServiceStub, "GetInfo", GetInfoRequest()))

    def shutdown(self) -> None:
        """End the daemon after it has told its open streams.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        self._ask(DaemonServiceStub, "Shutdown", ShutdownRequest())
