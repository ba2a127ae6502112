"""LibraryService: the user's own music."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import grpc

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.jobs.importing import ImportRun
from scenescore.daemon.jobs.watched_folders import WatchedFolders
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import check_count, id_of, to_match, to_track
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.store.library import Track
from scenescore.retrieval.engine import Engine
from scenescore.session.settings import MAX_TOP_K
from scenescore.v1 import library_pb2, library_pb2_grpc

CHUNK_BYTES: Final = 64 * 1024
MAX_PATHS: Final = 1000
# Not the platform's own table: what it knows differs from one to the next.
_TYPES: Final = {
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


class LibraryService(library_pb2_grpc.LibraryServiceServicer):
    """Answers the contract's ``LibraryService``.

    Parameters
    ----------
    engine : Engine
        Holds the library.
    life : Life
        Says when the daemon ends.
    roots : AllowedRoots
        What may be imported.
    watched : WatchedFolders
        The folders that are followed once they are imported.
    """

    def __init__(self, engine: Engine, life: Life, roots: AllowedRoots, watched: WatchedFolders) -> None:
        self._engine = engine
        self._life = life
        self._roots = roots
        self._watched = watched

    async def ListTracks(
        self, request: library_pb2.ListTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.ListTracksResponse:
        """List the tracks by title."""
        size, offset = page_size(request.page_size), read_token(request.page_token)

        def read() -> library_pb2.ListTracksResponse:
            library = self._engine.library
            tracks = library.tracks(offset=offset, limit=size + 1)
            return library_pb2.ListTracksResponse(
                tracks=map(to_track, tracks[:size]),
                next_page_token=make_token(offset + size) if len(tracks) > size else "",
                total_size=library.count(),
            )

        return await self._slowly(read)

    async def GetTrack(
        self, request: library_pb2.GetTrackRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.GetTrackResponse:
        """Return one track."""
        track = await self._track(request.name)
        return library_pb2.GetTrackResponse(track=to_track(track))

    async def ImportTracks(
        self, request: library_pb2.ImportTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[library_pb2.ImportTracksResponse]:
        """Take files and folders into the library."""
        check_count(len(request.paths), 1, MAX_PATHS, field="paths")
        paths = await self._slowly(
            lambda: [self._roots.resolve(path, field=f"paths[{i}]") for i, path in enumerate(request.paths)]
        )
        async for progress in ImportRun(self._engine, self._life, self._roots, paths).progress():
            yield progress
        if request.follow:
            for folder in filter(Path.is_dir, paths):
                await self._slowly(partial(self._watched.watch, folder))

    async def DeleteTrack(
        self, request: library_pb2.DeleteTrackRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.DeleteTrackResponse:
        """Take a track out of the library."""
        track = await self._track(request.name)

        def delete() -> None:
            self._engine.library.delete(track.id)
            self._engine.follow_library(at_once=True)

        await asyncio.get_running_loop().run_in_executor(self._engine.writer, delete)
        return library_pb2.DeleteTrackResponse()

    async def ReadTrackAudio(
        self, request: library_pb2.ReadTrackAudioRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[library_pb2.ReadTrackAudioResponse]:
        """Stream the bytes of a track's file."""
        track = await self._track(request.name)
        path = Path(track.file)
        try:
            file = await self._slowly(lambda: path.open("rb"))
        except OSError as error:
            raise NotFoundError(
                f"{path}: the file of {track.name} can't be opened: {error.strerror}"
            ) from error
        with file:
            head = library_pb2.ReadTrackAudioResponse(
                content_type=content_type(path), total_bytes=path.stat().st_size
            )
            while chunk := await self._slowly(lambda: file.read(CHUNK_BYTES)):
                head.data = chunk
                yield head
                head = library_pb2.ReadTrackAudioResponse()

    async def FindSimilarTracks(
        self, request: library_pb2.FindSimilarTracksRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.FindSimilarTracksResponse:
        """Rank the library by its distance to one of its tracks."""
        if not 0 <= request.top_k <= MAX_TOP_K:
            raise InvalidInputError(f"top_k must be 0 to {MAX_TOP_K}, not {request.top_k}", field="top_k")
        track = await self._track(request.name)
        model_id = id_of(request.model, "models", field="model", optional=True)

        def rank() -> library_pb2.FindSimilarTracksResponse:
            model = self._engine.model(model_id)
            ranked = model.similar(track, request.top_k or 10)
            return library_pb2.FindSimilarTracksResponse(matches=map(to_match, ranked))

        return await self._slowly(rank)

    async def _track(self, name: str) -> Track:
        track_id = id_of(name, "tracks", field="name")
        return await self._slowly(lambda: self._engine.library.track(track_id))

    async def _slowly(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._engine.slow, work)


def content_type(path: Path) -> str:
    """Return the MIME type of a sound file by its suffix."""
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
