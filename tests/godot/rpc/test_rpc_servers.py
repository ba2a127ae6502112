"""The GDScript gRPC client with real servers: it must report the same as grpcio's own client."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import grpc
import pytest

from making.godot.project import GodotProject
from making.rpc.godot_driver import GodotDriver, godot_driver
from making.rpc.processes import ServerProcess, adverse_server, ask, grpcio_server, node_server


@pytest.fixture(scope="module")
def drive(godot_project: GodotProject) -> Iterator[GodotDriver]:
    """Run scenarios in one Godot."""
    with godot_driver(godot_project) as driver:
        yield driver


@pytest.fixture(scope="module")
def adverse() -> Iterator[ServerProcess]:
    with adverse_server() as server:
        yield server


@pytest.fixture(scope="module", params=["grpcio", "grpc-js", "grpcio on a Unix socket"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    scratch = tmp_path_factory.mktemp("server")
    kinds: dict[str, Callable[[], AbstractContextManager[ServerProcess]]] = {
        "grpcio": grpcio_server,
        "grpc-js": lambda: node_server(scratch),
        "grpcio on a Unix socket": lambda: grpcio_server(f"unix:{scratch}/socket"),
    }
    with kinds[request.param]() as running:
        yield running


def test_a_thousand_unary_calls(drive: GodotDriver, server: ServerProcess) -> None:
    result = drive(server, "many", "/torture.Torture/Echo", "Grüße + 100 %", 1000)
    assert result["calls"] == 1000


def test_ten_thousand_messages_of_a_frame_both_ways_in_order(
    drive: GodotDriver, server: ServerProcess
) -> None:
    result = drive(server, "chat", 10_000)
    assert (result["code"], result["sent"], result["received"], result["in_order"]) == (
        0,
        10_000,
        10_000,
        True,
    )


def test_answers_of_three_megabytes_and_none(drive: GodotDriver, server: ServerProcess) -> None:
    outcomes = drive(
        server,
        "sequence",
        *(word for size in (3_000_000, 0, 1, 65_535, 65_536) for word in ("/torture.Torture/Big", size)),
    )["outcomes"]
    assert [(outcome["code"], outcome["size"]) for outcome in outcomes] == [
        (0, 3_000_000),
        (0, 0),
        (0, 1),
        (0, 65_535),
        (0, 65_536),
    ]
    expected = (bytes(range(251)) * 12_000)[:3_000_000]
    assert outcomes[0]["hash"] == hashlib.sha256(expected.hex().encode()).hexdigest()


def test_requests_of_three_megabytes(drive: GodotDriver, server: ServerProcess) -> None:
    result = drive(server, "upload", "/torture.Torture/Echo", 3_000_000)
    assert (result["code"], result["size"]) == (0, 3_000_000)


def test_a_response_over_the_limit_is_rejected_as_by_grpcio(
    drive: GodotDriver, server: ServerProcess
) -> None:
    path, request = "/torture.Torture/Big", b"5000000"
    assert drive(server, "one", path, "5000000")["code"] == ask(server.target, path, request)[0] == 8


def test_a_stream_of_the_server_and_one_of_the_client(drive: GodotDriver, server: ServerProcess) -> None:
    result = drive(server, "count", 2000, 500, 0)
    assert (result["code"], result["received"], result["in_order"]) == (0, 2000, True)
    assert drive(server, "add", 500, 19_200)["text"] == f"500 {500 * 19_200}"


def test_cancelling_ends_the_call_and_not_the_connection(drive: GodotDriver, server: ServerProcess) -> None:
    result = drive(server, "count", 100_000, 100, 0.001, 5)
    assert result["code"] == grpc.StatusCode.CANCELLED.value[0]
    assert 5 <= result["received"] < 100_000
    assert (result["next"]["code"], result["next"]["text"]) == (0, "after")


def test_a_deadline_ends_the_call(drive: GodotDriver, server: ServerProcess) -> None:
    # The server would answer in the end.
    result = drive(server, "one", "/torture.Torture/Sleep", "20", "0.4")
    assert result["code"] == ask(server.target, "/torture.Torture/Sleep", b"20", 0.4)[0] == 4


def test_unknown_services_and_methods(drive: GodotDriver, server: ServerProcess) -> None:
    for path in ("/torture.Torture/Nothing", "/nobody.Nobody/Nothing"):
        code, details, _ = ask(server.target, path, b"")
        result = drive(server, "one", path, "")
        assert (result["code"], result["message"]) == (code, details)
        assert code == grpc.StatusCode.UNIMPLEMENTED.value[0]


@pytest.mark.parametrize(
    "message", ["plain", '100 % of é, 音楽 and 🎵 + "quotes"\nand a second line', "%41 is no A", ""]
)
def test_status_messages_of_the_server(drive: GodotDriver, server: ServerProcess, message: str) -> None:
    wish = json.dumps({"code": 9, "message": message, "trailing": {"why": "because"}})
    code, details, _ = ask(server.target, "/torture.Torture/Fail", wish.encode())
    result = drive(server, "one", "/torture.Torture/Fail", wish)
    assert (result["code"], result["message"]) == (code, details)
    assert (code, details) == (9, message)


def test_metadata_arrives_on_both_sides(drive: GodotDriver, server: ServerProcess) -> None:
    result = drive(server, "metadata", "authorization", "Bearer abc", "x-game", "tower")
    seen = json.loads(result["text"])
    assert (seen["authorization"], seen["x-game"]) == ("Bearer abc", "tower")
    assert result["initial"]["before"] == "first"
    assert result["trailers"]["after"] == "last"


def test_calls_at_the_same_time(drive: GodotDriver, server: ServerProcess) -> None:
    words = [word for size in range(1, 40) for word in ("/torture.Torture/Big", size * 7000)]
    outcomes = drive(server, "together", *words)["outcomes"]
    assert [(outcome["code"], outcome["size"]) for outcome in outcomes] == [
        (0, size * 7000) for size in range(1, 40)
    ]


def test_a_server_that_is_killed_and_started_again(drive: GodotDriver) -> None:
    with grpcio_server() as first:
        running = drive.start(first, "persist", 12)
        drive.await_word(running, "persisting")
        time.sleep(1)
        first.kill()
        time.sleep(2)
        with grpcio_server(first.target):
            result = drive.finish(running)
    codes = [turn["code"] for turn in result["turns"]]
    assert codes[0] == codes[-1] == 0
    assert set(codes[1:-1]) == {grpc.StatusCode.UNAVAILABLE.value[0]}


def test_a_call_in_progress_when_the_server_is_killed(drive: GodotDriver) -> None:
    with grpcio_server() as server:
        running = drive.start(server, "interrupted", "/torture.Torture/Sleep", "60")
        drive.await_word(running, "begun")
        server.kill()
        assert drive.finish(running)["code"] == grpc.StatusCode.UNAVAILABLE.value[0]


@pytest.mark.parametrize("kind", ["grpcio", "grpc-js"])
def test_a_server_that_stops_gracefully_still_answers_accepted_calls(
    drive: GodotDriver, kind: str, tmp_path: Path
) -> None:
    with grpcio_server() if kind == "grpcio" else node_server(tmp_path) as server:
        running = drive.start(server, "interrupted", "/torture.Torture/Sleep", "4")
        drive.await_word(running, "begun")
        server.tell("stop 20")
        result = drive.finish(running)
    assert (result["code"], result["text"]) == (0, "awake")


def test_a_call_without_a_server_is_unavailable(drive: GodotDriver, tmp_path: Path) -> None:
    for target in ("127.0.0.1:1", f"unix:{tmp_path}/nobody"):
        assert drive(target, "one", "/torture.Torture/Echo", "")["code"] == 14


@pytest.mark.parametrize("method", ["Plain", "Dribble", "Padded", "Continued", "Strange"])
def test_all_that_http2_allows(drive: GodotDriver, adverse: ServerProcess, method: str) -> None:
    path = f"/adverse.Adverse/{method}"
    outcomes = drive(adverse, "sequence", *([path, "x"] * 3))["outcomes"]
    assert [outcome["code"] for outcome in outcomes] == [0, 0, 0]


def test_each_ping_is_answered(drive: GodotDriver, adverse: ServerProcess) -> None:
    words = ["/adverse.Adverse/Strange", "x", "/adverse.Adverse/Plain", "x", "/adverse.Adverse/Pings", "x"]
    assert drive(adverse, "sequence", *words)["outcomes"][-1]["text"] == "20"


def test_a_window_that_shrinks_below_the_bytes_in_flight(drive: GodotDriver, adverse: ServerProcess) -> None:
    result = drive(adverse, "upload", "/adverse.Adverse/Shrink", 60_000)
    assert (result["code"], result["text"]) == (0, "60005")


def test_after_goaway_accepted_calls_finish_and_others_fail(
    drive: GodotDriver, adverse: ServerProcess
) -> None:
    path = "/adverse.Adverse/GoAway"
    outcomes = drive(adverse, "together", path, "x", path, "y")["outcomes"]
    assert [outcome["code"] for outcome in outcomes] == [0, grpc.StatusCode.UNAVAILABLE.value[0]]


@pytest.mark.parametrize("code", range(14))
def test_resets_have_the_same_status_as_in_grpcio(
    drive: GodotDriver, adverse: ServerProcess, code: int
) -> None:
    path = "/adverse.Adverse/Reset"
    # grpcio tries a refused stream again by itself and only then reports it.
    assert drive(adverse, "one", path, str(code))["code"] == ask(adverse.target, path, str(code).encode())[0]


@pytest.mark.parametrize("status", ["200", "400", "401", "403", "404", "429", "500", "502", "503", "504"])
def test_a_web_server_without_grpc(drive: GodotDriver, adverse: ServerProcess, status: str) -> None:
    path = "/adverse.Adverse/Http_Status"
    assert drive(adverse, "one", path, status)["code"] == ask(adverse.target, path, status.encode())[0]


@pytest.mark.parametrize("method", ["NoStatus", "Compressed", "Endless", "Drop"])
def test_protocol_violations_have_the_same_status_as_in_grpcio(
    drive: GodotDriver, adverse: ServerProcess, method: str
) -> None:
    path = f"/adverse.Adverse/{method}"
    assert drive(adverse, "one", path, "x", "5")["code"] == ask(adverse.target, path, b"x", 5)[0]


@pytest.mark.parametrize("method", ["Cut", "Stray", "Oversized", "Mangled"])
def test_protocol_violations_that_grpcio_tolerates(
    drive: GodotDriver, adverse: ServerProcess, method: str
) -> None:
    # grpcio takes a message that is cut off for none, and waits for ever where DATA comes on no stream.
    path = f"/adverse.Adverse/{method}"
    outcomes = drive(adverse, "sequence", path, "x", "/adverse.Adverse/Plain", "x")["outcomes"]
    assert outcomes[0]["code"] in (grpc.StatusCode.INTERNAL.value[0], grpc.StatusCode.UNAVAILABLE.value[0])
    assert outcomes[1]["code"] == 0


def test_a_server_that_stops_reading_blocks_nothing(drive: GodotDriver, adverse: ServerProcess) -> None:
    # In a process of its own, whose memory is measured.
    result = drive.finish(drive.start(adverse, "deaf", 5))
    assert result["alive"]
    assert result["dropped"] > result["sent"] / 2
    assert result["code"] == grpc.StatusCode.CANCELLED.value[0]
    # Far from what was handed over: some hundred megabytes.
    assert result["memory_mb"] < 100
