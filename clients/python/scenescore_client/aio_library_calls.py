"""The library's calls, on asyncio."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

from scenescore.v1 import library_pb2
from scenescore.v1.library_pb2_grpc import LibraryServiceStub
from scenescore_client import requests
from scenescore_client.aio_calling import AsyncCalling
from scenescore_client.messages import Match
from scenescore_client.records import AudioChunk, ImportProgress, Track


class AsyncLibraryCalls(AsyncCalling):
    """The user's own music, as the daemon knows it."""

    async def list_tracks(self) -> list[Track]:
        """Return all tracks of the library, sorted by title."""
        request = library_pb2.ListTracksRequest(page_size=requests.PAGE_SIZE)
        pages = self._pages(LibraryServiceStub, "ListTracks", request)
        return [Track.from_proto(track) async for page in pages for track in page.tracks]

    async def get_track(self, name: str) -> Track:
        """Return the track ``tracks/{id}``.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        request = library_pb2.GetTrackRequest(name=name)
        return Track.from_proto((await self._ask(LibraryServiceStub, "GetTrack", request)).track)

    async def delete_track(self, name: str) -> None:
        """Take the track ``tracks/{id}`` out of the library; its file stays.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        await self._ask(LibraryServiceStub, "DeleteTrack", library_pb2.DeleteTrackRequest(name=name))

    async def import_tracks(
        self, paths: Sequence[str | Path], *, follow: bool = False
    ) -> AsyncGenerator[ImportProgress, None]:
        """Take files and folders of the daemon's machine into its library; yield how far it is.

        Giving up the iteration cancels the import; what is done stays.

        Parameters
        ----------
        paths : sequence of str or Path
            Files and folders.
        follow : bool
            Keep the library up to date with the folders from then on, as long as the daemon runs.
        """
        request = library_pb2.ImportTracksRequest(paths=requests.absolute(paths), follow=follow)
        async with self._calling() as (channel, endpoint):
            stub: Any = LibraryServiceStub(channel)
            async for response in stub.ImportTracks(request, metadata=endpoint.metadata):
                yield ImportProgress.from_proto(response)

    async def read_track_audio(self, name: str) -> AsyncGenerator[AudioChunk, None]:
        """Yield the bytes of the file of the track ``tracks/{id}``."""
        request = library_pb2.ReadTrackAudioRequest(name=name)
        async with self._calling() as (channel, endpoint):
            stub: Any = LibraryServiceStub(channel)
            async for response in stub.ReadTrackAudio(request, metadata=endpoint.metadata):
                yield AudioChunk.from_proto(response)

    async def find_similar_tracks(self, name: str, *, model: str = "", top_k: int = 0) -> list[Match]:
        """Return the library's tracks that are closest to the track ``tracks/{id}``, best first.

        Parameters
        ----------
        name : str
            The track to start from.
        model : str
            The bundle whose feature set is compared, ``models/{id}``; empty for the daemon's default.
        top_k : int
            How many, 1 to 100; 0 for 10.
        """
        request = requests.similar(name, model, top_k)
        answer = await self._ask(LibraryServiceStub, "FindSimilarTracks", request)
        return [Match.from_proto(match) for match in answer.matches]
