"""The client: all calls of a daemon."""

from scenescore.v1.daemon_pb2 import GetInfoRequest, ShutdownRequest
from scenescore.v1.daemon_pb2_grpc import DaemonServiceStub
from scenescore_client._async.cue_calls import AsyncCueCalls
from scenescore_client._async.library_calls import AsyncLibraryCalls
from scenescore_client._async.match_calls import AsyncMatchCalls
from scenescore_client._async.model_calls import AsyncModelCalls
from scenescore_client._async.project_calls import AsyncProjectCalls
from scenescore_client._async.search_calls import AsyncSearchCalls
from scenescore_client.records import Info


class AsyncClient(
    AsyncMatchCalls, AsyncLibraryCalls, AsyncSearchCalls, AsyncModelCalls, AsyncCueCalls, AsyncProjectCalls
):
    """Calls a Scenescore daemon.

    Each call finds the daemon and opens its own connection, so a client needs no opening and no closing.

    Parameters
    ----------
    connection : Connection, optional
        How to find the daemon; None for the default daemon of this machine and user.
    backoff : Backoff, optional
        How long a stream tries to reach a daemon that it has lost; None for the default.
    """

    async def info(self) -> Info:
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
        return Info.from_proto(await self._ask(DaemonServiceStub, "GetInfo", GetInfoRequest()))

    async def shutdown(self) -> None:
        """End the daemon after it has told its open streams.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        await self._ask(DaemonServiceStub, "Shutdown", ShutdownRequest())
