"""A server that does what HTTP/2 allows and few servers do, and some that it forbids; run as a process.

``adverse_server.py`` prints ``ready ADDRESS``. Each call's method says what happens to it: `Adverse` has one
Python method for each. Written on h2, with frames made by hand where h2 would refuse to.
"""

import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

import h2.config
import h2.connection
import h2.events
import h2.settings
from hyperframe.frame import ContinuationFrame, DataFrame, HeadersFrame

_FINE: Final = [(":status", "200"), ("content-type", "application/grpc")]
_OK: Final = [("grpc-status", "0")]


def message(content: bytes, *, compressed: bool = False) -> bytes:
    """Return a gRPC message with its five bytes of prefix."""
    return bytes([compressed]) + len(content).to_bytes(4, "big") + content


class Adverse(socketserver.BaseRequestHandler):
    """One connection."""

    request: socket.socket

    def setup(self) -> None:
        """Greet the client with a small window and a table of its own."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.http = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        self.http.initiate_connection()
        self.paths: dict[int, str] = {}
        self.bodies: dict[int, bytes] = {}
        self.pings_answered = 0
        self.reading = True

    def handle(self) -> None:
        """Read until the client leaves; what a call wants happens when its first message is whole."""
        self.flush()
        while self.reading:
            try:
                received = self.request.recv(65_536)
            except OSError:
                return
            if not received:
                return
            for event in self.http.receive_data(received):
                self.take(event)
            self.flush()
        time.sleep(30)

    def take(self, event: h2.events.Event) -> None:
        """Note what came."""
        if isinstance(event, h2.events.RequestReceived):
            headers = {str(name): str(value) for name, value in event.headers or []}
            self.paths[event.stream_id or 0] = headers[":path"].rsplit("/", 1)[1]
            self.bodies[event.stream_id or 0] = b""
        elif isinstance(event, h2.events.PingAckReceived):
            self.pings_answered += 1
        elif isinstance(event, h2.events.DataReceived):
            stream = event.stream_id or 0
            self.http.acknowledge_received_data(event.flow_controlled_length or 0, stream)
            self.bodies[stream] += event.data or b""
            if len(self.bodies[stream]) >= 5 and stream in self.paths:
                self.answer(self.paths.pop(stream), stream)

    def answer(self, name: str, stream: int) -> None:
        """Do what the call's method is named after."""
        action: Callable[[int], None] = getattr(self, name.lower())
        action(stream)

    def flush(self) -> None:
        """Send what h2 has to say."""
        self.send(self.http.data_to_send())

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        if data:
            self.request.sendall(data)

    def fine(self, stream: int, content: bytes = b"fine") -> None:
        """Answer as any server would."""
        self.http.send_headers(stream, _FINE)
        self.http.send_data(stream, message(content))
        self.http.send_headers(stream, _OK, end_stream=True)

    # What HTTP/2 allows.

    def plain(self, stream: int) -> None:
        """Nothing special, but Huffman-coded headers that go into the dynamic table."""
        self.fine(stream)

    def dribble(self, stream: int) -> None:
        """One byte at a time."""
        self.flush()
        self.fine(stream)
        for byte in self.http.data_to_send():
            self.send(bytes([byte]))
            time.sleep(0.0005)

    def padded(self, stream: int) -> None:
        """Padding on each DATA frame, more of it than the message, and a message over several of them."""
        self.http.send_headers(stream, _FINE)
        whole = message(b"p" * 3000)
        for start in range(0, len(whole), 7):
            self.http.send_data(stream, whole[start : start + 7], pad_length=255)
            if self.http.local_flow_control_window(stream) < 1000:
                break
        else:
            self.http.send_headers(stream, _OK, end_stream=True)
            return
        self.http.reset_stream(stream, 3)

    def continued(self, stream: int) -> None:
        """Headers in many CONTINUATION frames, with padding and a priority on the first."""
        block = self.http.encoder.encode([*_FINE, *((f"filler-{n}", "x" * 90) for n in range(40))])
        first = HeadersFrame(stream, block[:10], flags=["PADDED", "PRIORITY"], pad_length=9, depends_on=0)
        parts = [block[start : start + 11] for start in range(10, len(block), 11)]
        frames = [ContinuationFrame(stream, part) for part in parts]
        frames[-1].flags.add("END_HEADERS")
        trailers = HeadersFrame(stream, self.http.encoder.encode(_OK), flags=["END_HEADERS", "END_STREAM"])
        self.flush()
        for frame in [first, *frames, DataFrame(stream, message(b"fine")), trailers]:
            self.send(frame.serialize())

    def strange(self, stream: int) -> None:
        """Frames of types nobody knows, pings, and settings nobody knows, before a plain answer."""
        self.flush()
        self.send(
            b"\x00\x00\x03\x99\xff\x00\x00\x00\x00abc" + b"\x00\x00\x00\xfa\x00" + stream.to_bytes(4, "big")
        )
        self.send(b"\x00\x00\x05\x02\x00" + stream.to_bytes(4, "big") + b"\x00\x00\x00\x00\x10")
        self.send(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\xfe\x03\x00\x00\x00\x01")
        for number in range(20):
            self.http.ping(number.to_bytes(8, "big"))
        self.fine(stream)

    def pings(self, stream: int) -> None:
        """Tell how many pings have been answered so far."""
        self.fine(stream, str(self.pings_answered).encode())

    def shrink(self, stream: int) -> None:
        """The window for streams goes down below what is under way, and comes back."""
        self.http.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 0})
        self.flush()
        time.sleep(0.2)
        self.http.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 70_000})
        self.paths[stream] = "whole"

    def whole(self, stream: int) -> None:
        """Answer once the message of 60,000 bytes is here, with its size."""
        if len(self.bodies[stream]) < 60_005:
            self.paths[stream] = "whole"
        else:
            self.fine(stream, str(len(self.bodies[stream])).encode())

    def goaway(self, stream: int) -> None:
        """Go away on the second call: the first is still answered, the second never was taken."""
        if stream == 1:
            return
        self.flush()
        self.send(b"\x00\x00\x0b\x07\x00\x00\x00\x00\x00" + (1).to_bytes(4, "big") + bytes(4) + b"bye")
        time.sleep(0.2)
        self.fine(1)

    # What HTTP/2 or gRPC forbids, or what goes wrong.

    def reset(self, stream: int) -> None:
        """RST_STREAM with the code that the request names."""
        self.http.reset_stream(stream, int(self.bodies[stream][5:]))

    def nostatus(self, stream: int) -> None:
        """End without a status."""
        self.http.send_headers(stream, _FINE)
        self.http.send_data(stream, message(b"fine"), end_stream=True)

    def http_status(self, stream: int) -> None:
        """Answer as a web server that knows no gRPC, with the status that the request names."""
        status = self.bodies[stream][5:].decode()
        self.http.send_headers(stream, [(":status", status), ("content-type", "text/html")])
        self.http.send_data(stream, b"<h1>no gRPC here</h1>", end_stream=True)

    def compressed(self, stream: int) -> None:
        """A compressed message though the client takes none."""
        self.http.send_headers(stream, _FINE)
        self.http.send_data(stream, message(b"zzzz", compressed=True))
        self.http.send_headers(stream, _OK, end_stream=True)

    def endless(self, stream: int) -> None:
        """A message that says it has two gigabytes."""
        self.http.send_headers(stream, _FINE)
        self.http.send_data(stream, b"\x00\x7f\xff\xff\xff" + b"some")

    def cut(self, stream: int) -> None:
        """End in the middle of a message."""
        self.http.send_headers(stream, _FINE)
        self.http.send_data(stream, message(b"a whole one")[:9])
        self.http.send_headers(stream, _OK, end_stream=True)

    def stray(self, stream: int) -> None:
        """DATA on stream 0: the connection is of no use any more."""
        self.flush()
        self.send(b"\x00\x00\x01\x00\x00\x00\x00\x00\x00x")

    def oversized(self, stream: int) -> None:
        """A frame longer than the client allows."""
        self.flush()
        self.send(b"\xff\xff\xff\x00\x00" + stream.to_bytes(4, "big") + b"x" * 100)

    def mangled(self, stream: int) -> None:
        """A header block that is no HPACK: an index past every table."""
        self.flush()
        self.send(HeadersFrame(stream, b"\xff\xff\xff\xff\x07", flags=["END_HEADERS"]).serialize())

    def drop(self, stream: int) -> None:
        """Close the socket without a word."""
        self.flush()
        self.request.close()
        self.reading = False

    def deaf(self, stream: int) -> None:
        """Read nothing more, and stay."""
        self.flush()
        self.reading = False


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main() -> None:
    """Serve until stdin ends."""
    with _Server(("127.0.0.1", 0), Adverse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"ready 127.0.0.1:{server.server_address[1]}", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
