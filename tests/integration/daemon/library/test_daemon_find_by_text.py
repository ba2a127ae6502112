"""FindTracksByText: words to tracks, over the wire."""

import shutil
from pathlib import Path
from typing import Any

import grpc
import pytest

from making.daemon import Daemon, running_daemon
from scenescore.errors import InvalidInputError
from scenescore.library.store.library import Library
from scenescore.v1 import library_pb2
from scenescore_client import AsyncClient, Client, Connection


def found(daemon: Daemon, query: str, **values: Any) -> library_pb2.FindTracksByTextResponse:
    request = library_pb2.FindTracksByTextRequest(query=query, **values)
    response: library_pb2.FindTracksByTextResponse = daemon.call(daemon.library.FindTracksByText, request)
    return response


def refused(daemon: Daemon, query: str, **values: Any) -> Any:
    with pytest.raises(grpc.RpcError) as caught:
        found(daemon, query, **values)
    return caught.value


def titles(response: library_pb2.FindTracksByTextResponse) -> list[str]:
    return [match.track.title for match in response.matches]


@pytest.mark.parametrize(
    ("query", "best", "kind"),
    [
        ("the army attacks at dawn", "battle", "battle"),
        ("ラスボスとの最終決戦", "boss", "boss"),
        ("buying bread at the market", "town", "town"),
        ("a dark crypt", "dungeon", "dungeon"),
    ],
)
def test_the_track_with_fitting_words_comes_first(daemon: Daemon, query: str, best: str, kind: str) -> None:
    response = found(daemon, query)
    assert titles(response)[0] == best
    assert kind in response.kinds
    match = response.matches[0]
    assert match.track.name.startswith("tracks/")
    assert match.track.duration_s > 0
    assert match.reasons[0].words


def test_matches_are_ranked_by_fit(daemon: Daemon) -> None:
    matches = found(daemon, "a battle in the field near the town").matches
    assert [match.rank for match in matches] == list(range(1, len(matches) + 1))
    fits = [match.fit for match in matches]
    assert fits == sorted(fits, reverse=True)
    assert all(0 < fit <= 1 for fit in fits)


def test_top_k_limits_the_matches(daemon: Daemon) -> None:
    query = "a battle in the field near the town"
    assert titles(found(daemon, query, top_k=2)) == titles(found(daemon, query))[:2]


def test_words_of_no_kind_find_nothing(daemon: Daemon) -> None:
    response = found(daemon, "1234 5678")
    assert not response.matches
    assert not response.kinds


@pytest.mark.parametrize(
    "values",
    [
        {"query": ""},
        {"query": " \n"},
        {"query": "a" * 1001},
        {"query": "battle", "top_k": 101},
        {"query": "battle", "top_k": -1},
    ],
)
def test_invalid_searches_are_refused(daemon: Daemon, values: dict[str, Any]) -> None:
    assert refused(daemon, **values).code() == grpc.StatusCode.INVALID_ARGUMENT


def test_an_unknown_project_is_named(daemon: Daemon) -> None:
    error = refused(daemon, "battle", project="projects/none-like-this")
    assert error.code() == grpc.StatusCode.NOT_FOUND
    assert "none-like-this" in error.details()
    assert titles(found(daemon, "battle", project="projects/default")) == titles(found(daemon, "battle"))


def test_a_project_searches_its_own_tracks_alone(tiny_home: Path, music: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    with Library(home / "library") as library:
        library.projects.open("my-game", music=[music / "town.ogg", music / "boss.flac"])
    with running_daemon(home, tmp_path, "--bundle", "tiny") as running:
        response = found(running, "a battle in a town", project="projects/my-game")
        assert sorted(titles(response)) == ["boss", "town"]


def test_a_deleted_track_is_no_longer_found(tiny_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    with running_daemon(home, tmp_path, "--bundle", "tiny") as writable:
        match = found(writable, "battle").matches[0]
        assert match.track.title == "battle"
        writable.call(writable.library.DeleteTrack, library_pb2.DeleteTrackRequest(name=match.track.name))
        assert "battle" not in titles(found(writable, "battle"))


async def test_both_python_clients_search(daemon: Daemon) -> None:
    connection = Connection(address=daemon.address, token=daemon.token)
    matches = Client(connection).find_tracks_by_text("a fight", top_k=2)
    assert matches.matches[0].track.title == "battle"
    assert matches.kinds == ("battle",)
    assert matches.matches[0].reasons[0].kind == "kind"
    assert await AsyncClient(connection).find_tracks_by_text("a fight", top_k=2) == matches
    with pytest.raises(InvalidInputError, match="top_k"):
        Client(connection).find_tracks_by_text("a fight", top_k=101)
    with pytest.raises(InvalidInputError, match="words are empty"):
        Client(connection).find_tracks_by_text("")
