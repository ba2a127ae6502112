"""FindScenesForTrack: a track to the parts of clips that it fits, over the wire."""

from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest

from making.daemon import Daemon
from making.video import plain, write_video
from scenescore.errors import NotFoundError
from scenescore.v1 import library_pb2, match_pb2
from scenescore_client import AsyncClient, Client, Connection, Frame, SearchedClip, SessionConfig

Request = library_pb2.FindScenesForTrackRequest
Colour = tuple[int, int, int]
RED: Colour = (220, 20, 20)
GREEN: Colour = (20, 220, 20)
BLUE: Colour = (20, 20, 220)


@pytest.fixture(scope="module")
def track(daemon: Daemon) -> str:
    tracks = daemon.call(daemon.library.ListTracks, library_pb2.ListTracksRequest()).tracks
    return str(next(one.name for one in tracks if one.title == "battle"))


@pytest.fixture(scope="module")
def three_scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip of 20 s in red, then green, then blue."""
    pictures = [plain(colour) for colour in (RED, GREEN, BLUE) for _ in range(200)]
    return write_video(tmp_path_factory.mktemp("clips") / "three.mp4", pictures)


def frames(colour: Colour, seconds: float, *, first_s: float = 0.0) -> list[Request]:
    return [
        Request(
            frame=match_pb2.Frame(
                capture_time_us=round((first_s + i / 2) * 1e6),
                encoding=match_pb2.FRAME_ENCODING_RGB8,
                width=2,
                height=2,
                data=bytes(colour) * 4,
            )
        )
        for i in range(round(2 * seconds))
    ]


def configured(track: str, **values: Any) -> Request:
    return Request(config=library_pb2.FindScenesConfig(track=track, **values))


def named(name: str) -> Request:
    return Request(clip=library_pb2.SearchedClip(name=name))


def ask(daemon: Daemon, *requests: Request) -> library_pb2.FindScenesForTrackResponse:
    response: library_pb2.FindScenesForTrackResponse = daemon.call(
        daemon.library.FindScenesForTrack, iter(requests)
    )
    return response


def refused(daemon: Daemon, *requests: Request) -> Any:
    with pytest.raises(grpc.RpcError) as caught:
        ask(daemon, *requests)
    return caught.value


def client(daemon: Daemon) -> Client:
    return Client(Connection(address=daemon.address, token=daemon.token))


def test_clips_are_ranked_by_the_distance_that_a_match_has(daemon: Daemon, track: str) -> None:
    colours = {"red": RED, "green": GREEN, "blue": BLUE}
    clips = [one for name, colour in colours.items() for one in (named(name), *frames(colour, 12))]
    response = ask(daemon, configured(track), *clips)
    assert response.model == "models/tiny"
    distances = {}
    for name, colour in colours.items():
        pictures = [Frame(i * 500_000, bytes(colour) * 4, 2, 2) for i in range(24)]
        answer = client(daemon).match_clip(pictures, SessionConfig(top_k=100))
        distances[name] = next(match.distance for match in answer.matches if match.track == track)
    assert {one.clip: one.distance for one in response.scenes} == pytest.approx(distances)
    assert [one.clip for one in response.scenes] == sorted(distances, key=distances.__getitem__)
    assert [one.rank for one in response.scenes] == [1, 2, 3]


def test_the_fit_is_the_share_of_other_tracks_that_are_no_closer(daemon: Daemon, track: str) -> None:
    scene = ask(daemon, configured(track), named("red"), *frames(RED, 12)).scenes[0]
    pictures = [Frame(i * 500_000, bytes(RED) * 4, 2, 2) for i in range(24)]
    matches = client(daemon).match_clip(pictures, SessionConfig(top_k=100)).matches
    others = [match.distance for match in matches if match.track != track]
    assert scene.fit == pytest.approx(np.mean([distance >= scene.distance for distance in others]))


def test_no_part_reaches_over_a_scene_change(daemon: Daemon, track: str, three_scenes: Path) -> None:
    found = client(daemon).find_scenes_for_track(track, [SearchedClip("three", three_scenes)])
    assert {one.clip for one in found} == {"three"}
    parts = sorted((one.start_s, one.end_s) for one in found)
    assert len(parts) == 3
    for (start_s, end_s), begins_s in zip(parts, (0, 20, 40), strict=True):
        # The colours of a scene are settled for a second before its windows count.
        assert begins_s - 0.6 <= start_s
        assert end_s <= begins_s + 21.5
        assert end_s - start_s == pytest.approx(12, abs=0.6)


def test_a_part_of_a_clip_has_the_distance_that_match_clip_has_there(
    daemon: Daemon, track: str, three_scenes: Path
) -> None:
    best = client(daemon).find_scenes_for_track(track, [SearchedClip("three", three_scenes)])[0]
    answer = client(daemon).match_clip(
        three_scenes, SessionConfig(top_k=100), start_s=best.start_s, end_s=best.end_s
    )
    same = next(match for match in answer.matches if match.track == track)
    assert best.distance == pytest.approx(same.distance)


def test_a_short_clip_is_one_part(daemon: Daemon, track: str) -> None:
    scene = ask(daemon, configured(track), named("short"), *frames(RED, 2)).scenes
    assert [(one.start_s, one.end_s) for one in scene] == [(0, 1.5)]
    single = ask(daemon, configured(track), named("one"), *frames(RED, 0.5, first_s=99)).scenes
    assert [(one.start_s, one.end_s) for one in single] == [(0, 0)]


def test_top_k_limits_the_parts(daemon: Daemon, track: str, three_scenes: Path) -> None:
    found = client(daemon).find_scenes_for_track(track, [SearchedClip("a", three_scenes)], top_k=2)
    assert [one.rank for one in found] == [1, 2]


async def test_the_async_client_finds_the_same(daemon: Daemon, track: str, three_scenes: Path) -> None:
    connection = Connection(address=daemon.address, token=daemon.token)
    clips = [SearchedClip("three", three_scenes)]
    assert await AsyncClient(connection).find_scenes_for_track(track, clips) == Client(
        connection
    ).find_scenes_for_track(track, clips)


@pytest.mark.parametrize(
    ("requests", "says"),
    [
        ([named("red"), *frames(RED, 1)], "first message must carry config"),
        (["config"], "no clip was sent"),
        (["config", *frames(RED, 1)], "each clip must be named"),
        (["config", named("red")], "'red': it has neither frames nor a video"),
        (["config", named(""), *frames(RED, 1)], "1 to 200 characters"),
        (["config", named("a"), *frames(RED, 1), named("a"), *frames(RED, 1)], "sent twice"),
        (["config", named("a"), *frames(RED, 1), Request(video_chunk=b"x")], "another frame"),
        (["config", named("a"), *reversed(frames(RED, 2))], "in the order of their times"),
    ],
)
def test_misplaced_messages_are_refused(daemon: Daemon, track: str, requests: list[Any], says: str) -> None:
    sent = [configured(track) if one == "config" else one for one in requests]
    error = refused(daemon, *sent)
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert says in error.details()


def test_the_error_names_a_clip_that_is_no_video(daemon: Daemon, track: str) -> None:
    error = refused(daemon, configured(track), named("torn"), Request(video_chunk=b"no video at all"))
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert "clip 'torn'" in error.details()


@pytest.mark.parametrize(
    "values", [{"track": "tracks/0123456789abcdef"}, {"model": "models/none"}, {"project": "projects/none"}]
)
def test_unknown_tracks_bundles_and_projects_are_not_found(
    daemon: Daemon, track: str, values: dict[str, Any]
) -> None:
    request = configured(**{"track": track, **values})
    assert refused(daemon, request, named("a"), *frames(RED, 1)).code() == grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize("values", [{"track": "battle"}, {"top_k": 101}, {"top_k": -1}])
def test_values_out_of_range_are_refused(daemon: Daemon, track: str, values: dict[str, Any]) -> None:
    request = configured(**{"track": track, **values})
    assert refused(daemon, request).code() == grpc.StatusCode.INVALID_ARGUMENT


def test_the_client_names_a_missing_clip(daemon: Daemon, track: str, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"gone\.mp4"):
        client(daemon).find_scenes_for_track(track, [SearchedClip("gone", tmp_path / "gone.mp4")])
