"""The cues' calls, on asyncio."""

from collections.abc import Iterable

from scenescore.v1 import cue_pb2
from scenescore.v1.cue_pb2_grpc import CueServiceStub
from scenescore_client import requests
from scenescore_client.aio_calling import AsyncCalling
from scenescore_client.cues import Cue
from scenescore_client.messages import Frame


class AsyncCueCalls(AsyncCalling):
    """The user's own decisions: this scene plays this track."""

    async def add_cue(
        self,
        scene: str,
        track: str,
        frames: Iterable[Frame | bytes] = (),
        *,
        session: str = "",
        model: str = "",
    ) -> Cue:
        """Tie a window to a track: what looks like it is drawn to that track from now on.

        Parameters
        ----------
        scene : str
            The scene's name, 1 to 200 characters. Its earlier cues that name another track are forgotten.
        track : str
            ``tracks/{id}``.
        frames : iterable of Frame or bytes
            The window, oldest first: one for each step of the bundle. A `Frame` is 80×80 in RGB8 or RGBA8;
            bytes are 80×80 in HSV, in OpenCV's ranges. None where a session is given.
        session : str
            Instead of frames: an open session, as its answers tell, whose window is taken as it is now.
        model : str
            The bundle that learns it, ``models/{id}``; empty for the daemon's default, or the session's.

        Raises
        ------
        NotFoundError
            There is no such track or bundle, or the session's stream has ended.
        InvalidInputError
            Not one frame for each step, or a frame that can't be used.
        """
        request = requests.cue(scene, track, frames, session, model)
        return Cue.from_proto((await self._ask(CueServiceStub, "AddCue", request)).cue)

    async def list_cues(self) -> list[Cue]:
        """Return all cues in the order they were made."""
        request = cue_pb2.ListCuesRequest(page_size=requests.PAGE_SIZE)
        pages = self._pages(CueServiceStub, "ListCues", request)
        return [Cue.from_proto(cue) async for page in pages for cue in page.cues]

    async def delete_cue(self, name: str) -> None:
        """Forget the cue ``cues/{id}``.

        Raises
        ------
        NotFoundError
            There is no such cue.
        """
        await self._ask(CueServiceStub, "DeleteCue", cue_pb2.DeleteCueRequest(name=name))
