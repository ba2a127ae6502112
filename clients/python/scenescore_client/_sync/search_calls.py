# Generated from scenescore_client/_async/search_calls.py by generate_sync.py. Do not edit.
"""Calls that search the library by words, or clips by a track."""

from collections.abc import Iterable

from scenescore.v1.library_pb2_grpc import LibraryServiceStub
from scenescore_client._sync.calls import Calls
from scenescore_client.searches.scene_search import FoundScene, SearchedClip, scene_requests
from scenescore_client.searches.text_search import TextMatches, text_request


class SearchCalls(Calls):
    """Searches the library by words, and clips by a track."""

    def find_tracks_by_text(self, query: str, *, top_k: int = 0, project: str = "") -> TextMatches:
        """Return the tracks whose titles, tags and file names fit a scene in words.

        Parameters
        ----------
        query : str
            The scene, such as ``a sad talk by the fire``, in English or Japanese; 1 to 1000 characters.
        top_k : int
            How many tracks, 1 to 100; 0 for 10.
        project : str
            ``projects/{id}`` whose tracks are searched; empty for ``projects/default``.

        Returns
        -------
        TextMatches
            The tracks, the best first, and the kinds of scene that the text names.

        Raises
        ------
        InvalidInputError
            The text is empty or too long, or `top_k` is out of range.
        NotFoundError
            There is no such project.
        """
        request = text_request(query, top_k, project)
        return TextMatches.from_proto(self._ask(LibraryServiceStub, "FindTracksByText", request))

    def find_scenes_for_track(
        self,
        track: str,
        clips: Iterable[SearchedClip],
        *,
        model: str = "",
        top_k: int = 0,
        project: str = "",
    ) -> list[FoundScene]:
        """Return the parts of clips that a track would fit best.

        Parameters
        ----------
        track : str
            ``tracks/{id}``.
        clips : iterable of SearchedClip
            1 to 100 clips. Their videos and pictures are read in a thread.
        model : str
            ``models/{id}`` of the bundle to predict with; empty for the daemon's default.
        top_k : int
            How many parts, 1 to 100; 0 for 10.
        project : str
            ``projects/{id}`` that the track belongs to; empty for ``projects/default``.

        Returns
        -------
        list of FoundScene
            The best first. No two parts of a clip overlap.

        Raises
        ------
        NotFoundError
            There is no such track, bundle, project or video.
        BrokenFileError
            A clip's video can't be read.
        InvalidInputError
            `top_k`, a name or a frame can't be used.
        """
        messages = scene_requests(track, clips, model, top_k, project)
        response = self._upload(LibraryServiceStub, "FindScenesForTrack", messages)
        return [FoundScene.from_proto(scene) for scene in response.scenes]
