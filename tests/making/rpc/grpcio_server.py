"""A plain grpcio server; run as a process: ``grpcio_server.py [ADDRESS]``.

It prints ``ready ADDRESS``. The service ``/torture.Torture`` takes and gives raw bytes, so that it needs no
messages of its own; ``server.js`` is the same service on @grpc/grpc-js.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent import futures
from typing import Any, Final

import grpc

SERVICE: Final = "torture.Torture"


def echo(request: bytes, context: grpc.ServicerContext) -> bytes:
    """Give back what came."""
    return request


def big(request: bytes, context: grpc.ServicerContext) -> bytes:
    """Give as many bytes as the request says: 0, 1, … 250, 0, …"""
    size = int(request)
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def fail(request: bytes, context: grpc.ServicerContext) -> bytes:
    """Fail with the code, the message and the metadata that the request (JSON) asks for."""
    wish = json.loads(request)
    if "trailing" in wish:
        context.set_trailing_metadata(tuple(wish["trailing"].items()))
    code = next(code for code in grpc.StatusCode if code.value[0] == wish["code"])
    context.abort(code, wish["message"])
    raise AssertionError("abort returns never")


def sleep(request: bytes, context: grpc.ServicerContext) -> bytes:
    """Answer after as many seconds as the request says."""
    time.sleep(float(request))
    return b"awake"


def metadata(request: bytes, context: grpc.ServicerContext) -> bytes:
    """Give back the call's metadata as JSON, and some of one's own before and after."""
    context.send_initial_metadata((("before", "first"),))
    context.set_trailing_metadata((("after", "last"), ("data-bin", b"\x00\xff\x10")))
    seen = {str(key): str(value) for key, value in context.invocation_metadata()}
    return json.dumps(seen).encode()


def count(request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
    """Give numbered messages; the request says ``HOW_MANY SIZE PAUSE_S``."""
    many, size, pause_s = request.split()
    for number in range(int(many)):
        if not context.is_active():
            return
        yield number.to_bytes(4, "big").ljust(int(size), b".")
        time.sleep(float(pause_s))


def add(requests: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
    """Tell how many messages and bytes came."""
    sizes = [len(request) for request in requests]
    return f"{len(sizes)} {sum(sizes)}".encode()


def chat(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
    """Give back each message as it comes."""
    yield from requests


def serve(address: str) -> tuple[grpc.Server, str]:
    """Start the service and return it with its address."""
    unary, stream = grpc.unary_unary_rpc_method_handler, grpc.unary_stream_rpc_method_handler
    handlers: dict[str, Any] = {
        "Echo": unary(echo),
        "Big": unary(big),
        "Fail": unary(fail),
        "Sleep": unary(sleep),
        "Metadata": unary(metadata),
        "Count": stream(count),
        "Add": grpc.stream_unary_rpc_method_handler(add),
        "Chat": grpc.stream_stream_rpc_method_handler(chat),
    }
    server = grpc.server(futures.ThreadPoolExecutor(16), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port(address)
    server.start()
    return server, address if address.startswith("unix:") else f"127.0.0.1:{port}"


def main() -> None:
    """Serve until a line on stdin says ``stop`` (gracefully, with GOAWAY) or stdin ends."""
    server, address = serve(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:0")
    print(f"ready {address}", flush=True)
    for line in sys.stdin:
        if line.startswith("stop"):
            threading.Thread(target=server.stop, args=(float(line.split()[1]),), daemon=True).start()


if __name__ == "__main__":
    main()
