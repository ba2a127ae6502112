"""The searches of LibraryService: words to tracks, and a track to scenes."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

import grpc

from scenescore.daemon.messages.project import library_of
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.messages.track import to_track
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.first_message import first_message
from scenescore.daemon.streams.named_clips import NamedClips
from scenescore.errors import InvalidInputError
from scenescore.library.store.library import Library
from scenescore.library.text_search import FoundTrack, TextSearch, check_text
from scenescore.retrieval.engine import Engine
from scenescore.session.placement.clip_windows import ClipWindow, ClipWindows
from scenescore.session.placement.track_scenes import FoundScene, check_has_features, find_scenes
from scenescore.session.settings import MAX_TOP_K
from scenescore.v1 import library_pb2, library_pb2_grpc
from scenescore.words.sentence_model import load_sentence_model

DEFAULT_FOUND: Final = 10
"""Tracks or scenes in an answer where the request doesn't say."""
MAX_KEPT_SEARCHES: Final = 4
"""Projects whose words are kept between two calls."""


class LibrarySearches(library_pb2_grpc.LibraryServiceServicer):
    """Finds tracks by words, and scenes for a track; the base of `LibraryService`.

    Parameters
    ----------
    engine : Engine
        Holds the library and the bundles.
    lifecycle : Lifecycle
        Counts the calls that predict, as sessions.
    max_clip_bytes : int
        Largest uploaded clip in bytes.
    """

    def __init__(self, engine: Engine, lifecycle: Lifecycle, *, max_clip_bytes: int) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._max_clip_bytes = max_clip_bytes
        self._text_lock = threading.Lock()
        self._text_searches: dict[str, tuple[int, TextSearch]] = {}

    async def FindTracksByText(
        self, request: library_pb2.FindTracksByTextRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> library_pb2.FindTracksByTextResponse:
        """Rank the tracks by how well their words fit a scene in words."""
        _check_top_k(request.top_k, field="top_k")
        check_text(request.query)

        def find() -> library_pb2.FindTracksByTextResponse:
            search = self._search_of(self._library_of(request.project))
            found = search.find(request.query, request.top_k or DEFAULT_FOUND)
            return library_pb2.FindTracksByTextResponse(
                matches=map(_to_text_match, found), kinds=search.kinds_in(request.query)
            )

        return await run_blocking(self._engine.pools.slow, find)

    async def FindScenesForTrack(
        self,
        request_iterator: AsyncIterator[library_pb2.FindScenesForTrackRequest],
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> library_pb2.FindScenesForTrackResponse:
        """Receive clips, and return the parts of them that a track fits best."""
        pool = self._engine.pools.slow
        with self._lifecycle.session_slot():
            config = (await first_message(request_iterator, "config")).config
            _check_top_k(config.top_k, field="config.top_k")
            track_id = parse_id(config.track, "tracks", field="config.track")
            model_id = parse_id(config.model, "models", field="config.model", optional=True)
            library = await run_blocking(pool, self._library_of, config.project)
            track = await run_blocking(pool, library.track, track_id)
            model = await run_blocking(pool, self._engine.model, model_id, library.project or "")
            # Nobody should upload an hour of video to learn this.
            check_has_features(model, track)
            uploads = NamedClips[list[ClipWindow]](
                "clip", "searched", pool, max_clip_bytes=self._max_clip_bytes
            )
            clips = await uploads.read(
                request_iterator, lambda _: ClipWindows(model.predictor, model.bundle.steps)
            )
            top_k = config.top_k or DEFAULT_FOUND
            found = await run_blocking(pool, partial(find_scenes, model, track, clips, top_k))
        return library_pb2.FindScenesForTrackResponse(
            scenes=map(_to_found_scene, found), model=f"models/{model.bundle.name}"
        )

    def _library_of(self, project: str) -> Library:
        """Return the library as a project sees it."""
        return library_of(self._engine.library, project)

    def _search_of(self, library: Library) -> TextSearch:
        """Return a search of what a project sees now; reading all its words takes a while."""
        with self._text_lock:
            generation, project = library.generation, library.project or ""
            kept = self._text_searches.pop(project, None)
            if kept is None or kept[0] != generation:
                kept = (generation, TextSearch(library.tracks(), load_sentence_model()))
            self._text_searches[project] = kept
            while len(self._text_searches) > MAX_KEPT_SEARCHES:
                del self._text_searches[next(iter(self._text_searches))]
            return kept[1]


def _check_top_k(top_k: int, *, field: str) -> None:
    if not 0 <= top_k <= MAX_TOP_K:
        raise InvalidInputError(f"{field} must be 0 to {MAX_TOP_K}, not {top_k}", field=field)


def _to_text_match(found: FoundTrack) -> library_pb2.TextMatch:
    return library_pb2.TextMatch(
        rank=found.rank,
        track=to_track(found.track),
        fit=found.fit,
        reasons=[
            library_pb2.TextReason(kind=reason.kind, weight=reason.weight, words=reason.words)
            for reason in found.reasons
        ],
    )


def _to_found_scene(found: FoundScene) -> library_pb2.FoundScene:
    return library_pb2.FoundScene(
        rank=found.rank,
        clip=found.clip,
        start_s=found.start_s,
        end_s=found.end_s,
        distance=found.distance,
        fit=found.fit,
    )
