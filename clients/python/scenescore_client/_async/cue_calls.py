"""Calls of the cues: the user's decisions which track a scene plays."""

from collections.abc import Iterable

from scenescore.v1 import cue_pb2
from scenescore.v1.cue_pb2_grpc import CueServiceStub
from scenescore_client import requests
from scenescore_client._async.calls import AsyncCalls
from scenescore_client.cues import Cue, cue_request
from scenescore_client.messages import Frame
from scenescore_client.projects.cue_sync import CueSync, ProjectCue, sync_requests


class AsyncCueCalls(AsyncCalls):
    """Adds, lists, removes and synchronises cues."""

    async def add_cue(
        self,
        scene: str,
        track: str,
        frames: Iterable[Frame | bytes] = (),
        *,
        session: str = "",
        model: str = "",
        project: str = "",
    ) -> Cue:
        """Tie a scene to a track. From then on, scenes that look like it prefer that track.

        Parameters
        ----------
        scene : str
            The scene's name, 1 to 200 characters. Earlier cues of this scene that name another track are
            removed.
        track : str
            ``tracks/{id}``.
        frames : iterable of Frame or bytes
            The window, oldest frame first: one for each step of the bundle. A `Frame` is 80×80 in RGB8 or
            RGBA8; bytes are 80×80 in HSV, in OpenCV's ranges. Empty if `session` is given.
        session : str
            ``sessions/{id}`` of an open session whose present scene is used instead of `frames`.
        model : str
            ``models/{id}`` of the bundle that the cue belongs to; empty for the daemon's default, or for the
            session's bundle.
        project : str
            ``projects/{id}``; empty for the default project, or for the session's.

        Returns
        -------
        Cue
            The new cue.

        Raises
        ------
        NotFoundError
            There is no such track or bundle, or the session's stream has ended.
        InvalidInputError
            There isn't one frame for each step, or a frame can't be used.
        """
        request = cue_request(scene, track, frames, session=session, model=model, project=project)
        response = await self._ask(CueServiceStub, "AddCue", request)
        return Cue.from_proto(response.cue)

    async def list_cues(self, *, project: str = "") -> list[Cue]:
        """Return all cues of a project.

        Parameters
        ----------
        project : str
            ``projects/{id}``; empty for the default project.

        Returns
        -------
        list of Cue
            In the order in which they were made.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        request = cue_pb2.ListCuesRequest(page_size=requests.PAGE_SIZE, project=project)
        pages = self._pages(CueServiceStub, "ListCues", request)
        return [Cue.from_proto(cue) async for page in pages for cue in page.cues]

    async def delete_cue(self, name: str) -> None:
        """Remove a cue.

        Parameters
        ----------
        name : str
            ``cues/{id}``.

        Raises
        ------
        NotFoundError
            There is no such cue.
        """
        await self._ask(CueServiceStub, "DeleteCue", cue_pb2.DeleteCueRequest(name=name))

    async def sync_cues(self, project: str, cues: Iterable[ProjectCue], *, model: str = "") -> CueSync:
        """Replace the cues of a project by those that its own file holds.

        Make this call when you connect: a project that was cloned from version control then knows its cues.

        Parameters
        ----------
        project : str
            ``projects/{id}`` of a project that was opened.
        cues : iterable of ProjectCue
            All cues of the project, at most 1000; none removes all.
        model : str
            ``models/{id}`` of the bundle of the cues that name none; empty if they act with all bundles.

        Returns
        -------
        CueSync
            How many are known, new and removed, and which name tracks that the project lacks.

        Raises
        ------
        NotFoundError
            The project was not opened.
        InvalidInputError
            A cue can't be used. Nothing has changed then.
        """
        response = await self._upload(CueServiceStub, "SyncCues", sync_requests(project, cues, model))
        return CueSync.from_proto(response)
