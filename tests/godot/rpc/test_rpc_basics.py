"""The GDScript gRPC client makes each kind of call to a grpcio server in this process."""

import json
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest

from making.godot.project import GodotProject

Context = grpc.ServicerContext

MESSAGE = "50 % of +1 “frames”\nare über"
DETAILS = bytes(range(256)) * 4


class Service(grpc.GenericRpcHandler):
    """``test.Test``: plain bytes in and out."""

    def __init__(self) -> None:
        self.waits_ended = threading.Semaphore(0)
        self.numbers_sent = 0

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        """Return the handler of a method by its name."""
        handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            "Echo": grpc.unary_unary_rpc_method_handler(self.echo),
            "Large": grpc.unary_unary_rpc_method_handler(self.large),
            "Count": grpc.unary_stream_rpc_method_handler(self.count),
            "Sum": grpc.stream_unary_rpc_method_handler(self.sum),
            "Chat": grpc.stream_stream_rpc_method_handler(self.chat),
            "Metadata": grpc.unary_unary_rpc_method_handler(self.metadata),
            "Fail": grpc.unary_unary_rpc_method_handler(self.fail),
            "Wait": grpc.unary_unary_rpc_method_handler(self.wait),
        }
        return handlers.get(handler_call_details.method.removeprefix("/test.Test/"))

    def echo(self, request: bytes, context: Context) -> bytes:
        return request

    def large(self, request: bytes, context: Context) -> bytes:
        return bytes(int(request))

    def count(self, request: bytes, context: Context) -> Iterator[bytes]:
        for number in range(int(request)):
            self.numbers_sent = number + 1
            yield str(number).encode()

    def sum(self, requests: Iterable[bytes], context: Context) -> bytes:
        return str(sum(map(int, requests))).encode()

    def chat(self, requests: Iterable[bytes], context: Context) -> Iterator[bytes]:
        yield from requests

    def metadata(self, request: bytes, context: Context) -> bytes:
        context.send_initial_metadata(
            (("x-first", "1"), ("x-twice", "a"), ("x-twice", "b"), ("x-raw-bin", b"\0\xff\x10"))
        )
        context.set_trailing_metadata((("x-last", "2"),))
        heard = {
            key: value.hex() if isinstance(value, bytes) else value
            for key, value in context.invocation_metadata()
        }
        return json.dumps({**heard, "left": context.time_remaining()}).encode()

    def fail(self, request: bytes, context: Context) -> bytes:
        context.set_trailing_metadata((("grpc-status-details-bin", DETAILS), ("x-why", "because")))
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, MESSAGE)

    def wait(self, request: bytes, context: Context) -> bytes:
        ended = threading.Event()
        context.add_callback(ended.set)
        if ended.wait(300):
            self.waits_ended.release()
        return b""


@pytest.fixture(scope="module")
def service() -> Service:
    """Return what the server does."""
    return Service()


@pytest.fixture(scope="module", params=["tcp", "unix"])
def scenes(
    request: pytest.FixtureRequest,
    service: Service,
    godot_project: GodotProject,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Return what ``tests/rpc/basics.gd`` told of each scene."""
    socket = f"unix:{tmp_path_factory.mktemp('rpc') / 's'}"
    server = grpc.server(
        futures.ThreadPoolExecutor(16), options=[("grpc.max_receive_message_length", 8_000_000)]
    )
    server.add_generic_rpc_handlers((service,))
    if request.param == "unix" and sys.platform != "win32":
        server.add_insecure_port(socket)
        target = socket
    else:
        target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        ended = godot_project.run("-s", "res://tests/rpc/basics.gd", "--", target).check()
    finally:
        server.stop(0).wait()
    told = [json.loads(line) for line in ended.output.splitlines() if line.startswith("{")]
    return {line["scene"]: line["result"] for line in told}


def test_a_unary_call_returns_its_response(scenes: dict[str, Any]) -> None:
    assert scenes["unary"] == {"code": "OK", "message": "", "text": "hello"}


def test_three_megabytes_both_ways(scenes: dict[str, Any]) -> None:
    assert scenes["large"] == {"code": "OK", "message": "", "same": True}


def test_a_stream_of_the_server_arrives_in_order(scenes: dict[str, Any]) -> None:
    assert scenes["server_stream"]["code"] == "OK"
    assert scenes["server_stream"]["seen"] == ["0", "1", "2", "3", "4"]


def test_a_stream_of_the_client_arrives_whole(scenes: dict[str, Any]) -> None:
    assert scenes["client_stream"] == {"code": "OK", "message": "", "sum": str(sum(range(100)))}


def test_requests_and_responses_alternate(scenes: dict[str, Any]) -> None:
    assert scenes["bidi"]["code"] == "OK"
    assert scenes["bidi"]["seen"] == [str(number) for number in range(20)]


def test_frames_both_ways_in_order(scenes: dict[str, Any]) -> None:
    assert scenes["frames"] == {"code": "OK", "message": "", "received": 10_000, "in_order": True}


def test_newer_droppable_requests_replace_older_ones(scenes: dict[str, Any]) -> None:
    assert scenes["droppable"] == {"code": "OK", "message": "", "sum": str(6 + 7 + 8 + 9), "dropped": 6}


def test_metadata_and_deadline_reach_the_server_and_its_metadata_the_client(scenes: dict[str, Any]) -> None:
    heard = scenes["metadata"]["heard"]
    assert heard["x-of-channel"] == "yes"
    assert heard["x-of-call"] == "some, text"
    assert heard["x-data-bin"] == "00ff"
    assert 30 < heard["left"] <= 60
    assert scenes["metadata"]["initial"] == {"x-first": "1", "x-twice": "a,b", "x-raw-bin": "AP8Q"}
    assert scenes["metadata"]["trailers"] == {"x-last": "2"}


def test_an_error_has_its_code_message_details_and_trailers(scenes: dict[str, Any]) -> None:
    assert scenes["error"] == {
        "code": "FAILED_PRECONDITION",
        "message": MESSAGE,
        "details": DETAILS.hex(),
        "response": None,
        "trailers": {"x-why": "because"},
    }


def test_an_unknown_method_is_unimplemented(scenes: dict[str, Any]) -> None:
    assert scenes["unknown_method"]["code"] == "UNIMPLEMENTED"


def test_a_call_ends_at_its_deadline(scenes: dict[str, Any]) -> None:
    assert scenes["deadline"]["code"] == "DEADLINE_EXCEEDED"
    assert scenes["deadline"]["took_ms"] >= 300


def test_cancel_reaches_the_server_and_spares_the_connection(
    scenes: dict[str, Any], service: Service
) -> None:
    assert scenes["cancel"]["code"] == "CANCELLED"
    assert scenes["cancel"]["after"] == "OK"
    # The one of the deadline as well.
    assert service.waits_ended.acquire(timeout=10)
    assert service.waits_ended.acquire(timeout=10)
    service.waits_ended.release(2)


def test_no_response_comes_after_a_cancel(scenes: dict[str, Any], service: Service) -> None:
    assert scenes["cancelled_stream"]["seen"] == ["0", "1", "2"]
    assert scenes["cancelled_stream"]["endings"] == 1
    assert service.numbers_sent < 100_000


def test_too_large_a_response(scenes: dict[str, Any]) -> None:
    assert scenes["too_large"]["code"] == "RESOURCE_EXHAUSTED"
    assert "5000000" in scenes["too_large"]["message"]
    assert scenes["too_large"]["after"] == "OK"


def test_two_hundred_calls_at_once(scenes: dict[str, Any]) -> None:
    assert scenes["many_at_once"] == {"right": 200}


def test_metadata_that_cannot_be_sent(scenes: dict[str, Any]) -> None:
    assert scenes["bad_metadata"]["code"] == "INTERNAL"
    assert "x" in scenes["bad_metadata"]["message"]


def test_close_ends_the_calls(scenes: dict[str, Any]) -> None:
    assert scenes["close"]["code"] == "CANCELLED"
    assert scenes["close"]["late"] == "CANCELLED"
