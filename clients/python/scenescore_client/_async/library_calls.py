"""Calls of the library: the user's own music."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

from scenescore.v1 import library_pb2
from scenescore.v1.library_pb2_grpc import LibraryServiceStub
from scenescore_client import requests
from scenescore_client._async.calls import AsyncCalls
from scenescore_client.messages import Match
from scenescore_client.progress.import_progress import ImportProgress, UpdateProgress
from scenescore_client.records import AudioChunk, Track


class AsyncLibraryCalls(AsyncCalls):
    """Reads and changes the daemon's library."""

    async def list_tracks(self, *, project: str = "") -> list[Track]:
        """Return all tracks that a project sees.

        Parameters
        ----------
        project : str
            ``projects/{id}``; empty for the default project.

        Returns
        -------
        list of Track
            Sorted by title.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        request = library_pb2.ListTracksRequest(page_size=requests.PAGE_SIZE, project=project)
        pages = self._pages(LibraryServiceStub, "ListTracks", request)
        return [Track.from_proto(track) async for page in pages for track in page.tracks]

    async def get_track(self, name: str) -> Track:
        """Return one track.

        Parameters
        ----------
        name : str
            ``tracks/{id}``.

        Returns
        -------
        Track
            The track.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        request = library_pb2.GetTrackRequest(name=name)
        response = await self._ask(LibraryServiceStub, "GetTrack", request)
        return Track.from_proto(response.track)

    async def delete_track(self, name: str) -> None:
        """Remove a track from the library. Its file stays on the disk.

        No update and no followed folder brings it back; an import that names the file itself does.

        Parameters
        ----------
        name : str
            ``tracks/{id}``.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        await self._ask(LibraryServiceStub, "DeleteTrack", library_pb2.DeleteTrackRequest(name=name))

    async def import_tracks(
        self, paths: Sequence[str | Path], *, follow: bool = False, project: str = ""
    ) -> AsyncGenerator[ImportProgress, None]:
        """Import files and folders of the daemon's machine into its library.

        Closing the generator cancels the import. Tracks that are already imported stay.

        Parameters
        ----------
        paths : sequence of str or Path
            1 to 1000 files and folders below the daemon's ``--allow-root`` folders.
        follow : bool
            Whether the daemon keeps the library up to date with these folders as long as it runs.
        project : str
            ``projects/{id}`` of the project that sees the music from now on; empty for the default project.

        Yields
        ------
        ImportProgress
            The progress; the last one has `done` set.

        Raises
        ------
        PermissionDeniedError
            A path lies outside the daemon's ``--allow-root`` folders.
        NotFoundError
            A path doesn't exist.
        """
        request = library_pb2.ImportTracksRequest(
            paths=requests.absolute(paths), follow=follow, project=project
        )
        async with self._connect() as (channel, endpoint):
            stub: Any = LibraryServiceStub(channel)
            async for response in stub.ImportTracks(request, metadata=endpoint.metadata):
                yield ImportProgress.from_proto(response)

    async def update_library(
        self, *, project: str = "", all_projects: bool = False
    ) -> AsyncGenerator[UpdateProgress, None]:
        """Look again at the music of a project: add what is new, drop what is gone, compute what is lacking.

        Closing the generator cancels the update. What is finished stays, and nothing is dropped.

        Parameters
        ----------
        project : str
            ``projects/{id}``; empty for the default project.
        all_projects : bool
            Whether to look at the music of all projects instead.

        Yields
        ------
        UpdateProgress
            The progress; the last one has `done` set.

        Raises
        ------
        NotFoundError
            There is no such project.
        InvalidInputError
            A project is given, and `all_projects` is set.
        """
        request = library_pb2.UpdateLibraryRequest(project=project, all_projects=all_projects)
        async with self._connect() as (channel, endpoint):
            stub: Any = LibraryServiceStub(channel)
            async for response in stub.UpdateLibrary(request, metadata=endpoint.metadata):
                yield UpdateProgress.from_proto(response)

    async def read_track_audio(self, name: str) -> AsyncGenerator[AudioChunk, None]:
        """Read a track's file.

        Parameters
        ----------
        name : str
            ``tracks/{id}``.

        Yields
        ------
        AudioChunk
            The next bytes; the first chunk also has the type and the size of the file.

        Raises
        ------
        NotFoundError
            The library has no such track, or its file is gone.
        """
        request = library_pb2.ReadTrackAudioRequest(name=name)
        async with self._connect() as (channel, endpoint):
            stub: Any = LibraryServiceStub(channel)
            async for response in stub.ReadTrackAudio(request, metadata=endpoint.metadata):
                yield AudioChunk.from_proto(response)

    async def find_similar_tracks(
        self, name: str, *, model: str = "", top_k: int = 0, project: str = ""
    ) -> list[Match]:
        """Return the tracks of a project that sound most like one of them.

        Parameters
        ----------
        name : str
            ``tracks/{id}`` of the track to compare with. The result doesn't contain it.
        model : str
            ``models/{id}`` of the bundle whose feature set is compared; empty for the daemon's default.
        top_k : int
            How many tracks, 1 to 100; 0 for 10.
        project : str
            ``projects/{id}``; empty for the default project.

        Returns
        -------
        list of Match
            The closest first.

        Raises
        ------
        NotFoundError
            There is no such track or bundle.
        InvalidInputError
            `top_k` is out of range.
        """
        request = requests.similar(name, model, top_k, project)
        response = await self._ask(LibraryServiceStub, "FindSimilarTracks", request)
        return [Match.from_proto(match) for match in response.matches]
