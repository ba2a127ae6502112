"""LibraryService: the user's music."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import grpc

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.import_tracks import ImportTracksJob
from scenescore.daemon.jobs.update_library import UpdateLibraryJob
from scenescore.daemon.jobs.watched_folders import WatchedFolders
from scenescore.daemon.messages.answer import to_match
from scenescore.daemon.messages.repeated import check_value_count
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.messages.track import to_track
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.services.library_searches import LibrarySearches
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.store.library import Track
from scenescore.library.store.projects import DEFAULT_PROJECT
from scenescore.retrieval.engine import Engine
from scenescore.session.settings import MAX_TOP_K
from scenescore.v1 import library_pb2

CHUNK_BYTES: Final = 64 * 1024
MAX_PATHS: Final = 1000
DEFAULT_SIMILAR_TRACKS: Final = 10
# The operating system's own table differs from one platform to the next.
_CONTENT_TYPES: Final = {
    **dict.fromkeys((".ogg", ".oga", ".opus"), "audio/ogg"),
    **dict.fromkeys((".aif", ".aiff"), "audio/aiff"),
    **dict.fromkeys((".m4a", ".mp4", ".m4v", ".mov"), "audio/mp4"),
    **dict.fromkeys((".mkv", ".mka"), "audio/x-matroska"),
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".aac": "audio/aac",
    ".webm": "audio/webm",
}

T = TypeVar("T")


class LibraryService(LibrarySearches):
    """The contract's ``LibraryService``.

    Parameters
    ----------
    engine : Engine
        Holds the library.
    lifecycle : Lifecycle
        Announces the shutdown.
    allowed_roots : AllowedRoots
        The folders whose files may be imported.
    watched_folders : WatchedFolders
        The folders that the library is kept up to date with.
    max_clip_bytes : int
        Largest uploaded clip in bytes.
    """

    def __init__(
        self,
        engine: Engine,
        lifecycle: Lifecycle,
        allowed_roots: AllowedRoots,
        watched_folders: WatchedFolders,
        *,
        max_clip_bytes: int,
    ) -> None:
        super().__init__(engine, lifecycle, max_clip_bytes=max_clip_bytes)
        self._allowed_roots = allowed_roots
        self._watched_folders = watched_folders

    async def ListTracks(
        self, request: library_pb2.ListTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.ListTracksResponse:
        """List the tracks in the order of their titles."""
        size, offset = page_size(request.page_size), read_token(request.page_token)

        def read() -> library_pb2.ListTracksResponse:
            library = self._library_of(request.project)
            tracks = library.tracks(offset=offset, limit=size + 1)
            return library_pb2.ListTracksResponse(
                tracks=map(to_track, tracks[:size]),
                next_page_token=make_token(offset + size) if len(tracks) > size else "",
                total_size=library.count(),
            )

        return await self._run(read)

    async def GetTrack(
        self, request: library_pb2.GetTrackRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.GetTrackResponse:
        """Return one track."""
        track = await self._track(request.name)
        return library_pb2.GetTrackResponse(track=to_track(track))

    async def ImportTracks(
        self, request: library_pb2.ImportTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[library_pb2.ImportTracksResponse]:
        """Import files and folders into the library."""
        check_value_count(len(request.paths), 1, MAX_PATHS, field="paths")
        paths = await self._run(
            lambda: [
                self._allowed_roots.resolve(path, field=f"paths[{i}]") for i, path in enumerate(request.paths)
            ]
        )
        project = (await self._run(partial(self._library_of, request.project))).project or DEFAULT_PROJECT
        # What is imported is seen while the import goes on.
        await self._run(partial(self._engine.library.projects.add_music, project, paths))
        async for progress in ImportTracksJob(
            self._engine, self._lifecycle, self._allowed_roots, paths
        ).progress():
            yield progress
        if request.follow:
            for folder in filter(Path.is_dir, paths):
                watch = partial(self._watched_folders.watch, folder, may_open=self._allowed_roots.holds)
                await self._run(watch)

    async def UpdateLibrary(
        self, request: library_pb2.UpdateLibraryRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[library_pb2.UpdateLibraryResponse]:
        """Look again at the music of a project, or of all."""
        if request.all_projects and request.project:
            raise InvalidInputError(
                f"project is {request.project!r}, and all_projects is set: give only one", field="project"
            )
        if request.all_projects:
            library = self._engine.library.of_project(None)
        else:
            library = await self._run(partial(self._library_of, request.project))
        async for progress in UpdateLibraryJob(
            self._engine, self._lifecycle, self._allowed_roots, library
        ).progress():
            yield progress

    async def DeleteTrack(
        self, request: library_pb2.DeleteTrackRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.DeleteTrackResponse:
        """Remove a track from the library."""
        track = await self._track(request.name)

        def delete() -> None:
            self._engine.library.delete(track.id, keep_out=True)
            self._engine.follow_library(at_once=True)

        await run_blocking(self._engine.pools.writer, delete)
        return library_pb2.DeleteTrackResponse()

    async def ReadTrackAudio(
        self, request: library_pb2.ReadTrackAudioRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[library_pb2.ReadTrackAudioResponse]:
        """Stream the bytes of a track's file."""
        track = await self._track(request.name)
        path = Path(track.file)
        try:
            file = await self._run(lambda: path.open("rb"))
        except OSError as error:
            raise NotFoundError(f"{path}: can't open the file of {track.name}: {error.strerror}") from error
        with file:
            response = library_pb2.ReadTrackAudioResponse(
                content_type=content_type(path), total_bytes=path.stat().st_size
            )
            while chunk := await self._run(lambda: file.read(CHUNK_BYTES)):
                response.data = chunk
                yield response
                response = library_pb2.ReadTrackAudioResponse()

    async def FindSimilarTracks(
        self, request: library_pb2.FindSimilarTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.FindSimilarTracksResponse:
        """Rank the tracks by their distance to one of them."""
        if not 0 <= request.top_k <= MAX_TOP_K:
            raise InvalidInputError(f"top_k must be 0 to {MAX_TOP_K}, not {request.top_k}", field="top_k")
        track_id = parse_id(request.name, "tracks", field="name")
        model_id = parse_id(request.model, "models", field="model", optional=True)

        def rank() -> library_pb2.FindSimilarTracksResponse:
            library = self._library_of(request.project)
            track = library.track(track_id)
            model = self._engine.model(model_id, library.project or "")
            ranked = model.similar(track, request.top_k or DEFAULT_SIMILAR_TRACKS)
            return library_pb2.FindSimilarTracksResponse(matches=map(to_match, ranked))

        return await self._run(rank)

    async def _track(self, name: str) -> Track:
        track_id = parse_id(name, "tracks", field="name")
        return await self._run(lambda: self._engine.library.of_project(None).track(track_id))

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)


def content_type(path: Path) -> str:
    """Return the MIME type for the suffix of a sound file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        ``application/octet-stream`` for an unknown suffix.
    """
    return _CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream")
