"""How long a unary call from GDScript takes beside one of grpcio's own client: run with `-s`."""

import json
import re
import statistics
import time
from typing import Any

import grpc

from making.godot.project import GodotProject
from making.rpc.processes import grpcio_server

CALLS = 1000
PATH = "/torture.Torture/Echo"


def python_client_ms(target: str, request: bytes) -> list[float]:
    """Return how long each call takes with grpcio's client."""
    took_ms = []
    with grpc.insecure_channel(target) as channel:
        call: Any = channel.unary_unary(PATH, request_serializer=None, response_deserializer=None)
        for _ in range(CALLS):
            start_s = time.perf_counter()
            assert call(request) == request
            took_ms.append((time.perf_counter() - start_s) * 1000)
    return took_ms


def test_godot_unary_calls_beside_grpcio(godot_project: GodotProject) -> None:
    with grpcio_server() as server:
        before = python_client_ms(server.target, b"hello")
        run = godot_project.run(
            "-s", "res://tests/rpc/driver.gd", "--", server.target, "many", PATH, "hello", str(CALLS)
        )
        after = python_client_ms(server.target, b"hello")
    found = re.search(r"^result (.*)$", run.check().output, re.MULTILINE)
    assert found
    godot = json.loads(found[1])
    grpcio_ms = statistics.median(before + after)
    print(
        f"\n{CALLS} unary calls, median: GDScript {godot['median_ms']:.3f} ms, "
        f"grpcio's Python client {grpcio_ms:.3f} ms, ratio {godot['median_ms'] / grpcio_ms:.2f}"
    )
    assert godot["calls"] == CALLS
