"""GDScript decodes header blocks of Python's ``hpack``, and the other way round."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hpack import Decoder, Encoder, HPACKError, NeverIndexedHeaderTuple
from hpack.huffman import HuffmanEncoder
from hpack.huffman_constants import REQUEST_CODES, REQUEST_CODES_LENGTH

from making.godot.gdscript_library import drive, make_project
from making.godot.project import GodotProject
from making.proto.varint import varint

NAMES = (
    *(b":status", b":path", b":authority", b"content-type", b"grpc-status", b"grpc-message", b"x-trace-bin"),
    *(b"accept", b"date", b"server", b"x", b"", b"a-rather-long-name-of-a-header" * 4),
)
VALUES = (
    *(b"", b"0", b"200", b"404", b"/", b"application/grpc", b"identity,deflate,gzip", b"trailers"),
    *(b"Wed, 25 Nov 2026 12:00:00 GMT", "Größe 音楽".encode(), b"\xff\xfe\x80", b"nul\x00nul", b"y" * 500),
)

Headers = list[tuple[bytes, bytes]]


@dataclass
class Connection:
    """What one decoder is fed with, and what Python's makes of it."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    expected: list[Headers | None] = field(default_factory=list)
    """For each block its headers, or None where it must be refused."""
    _decoder: Decoder = field(default_factory=Decoder)

    def change_table(self, size: int) -> None:
        """Allow the peer a table of so many bytes."""
        self._decoder.max_allowed_table_size = size
        self.steps.append({"table": size})

    def take(self, block: bytes) -> None:
        """Feed a block."""
        broken = bool(self.expected) and self.expected[-1] is None
        self.steps.append({"block": block.hex()})
        self.expected.append(None if broken else self._decoded(block))

    def _decoded(self, block: bytes) -> Headers | None:
        try:
            return [(name, value) for name, value in self._decoder.decode(block, raw=True)]
        except HPACKError:
            return None


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    return make_project(tmp_path_factory.mktemp("library"))


def check_all(library: GodotProject, connections: Sequence[Connection]) -> None:
    """Check that GDScript decodes and refuses what Python's ``hpack`` does."""
    results = drive(library, "read_headers.gd", [connection.steps for connection in connections])
    for connection, blocks in zip(connections, results, strict=True):
        for expected, block in zip(connection.expected, blocks, strict=True):
            assert (block["error"] != "") == (expected is None), f"{connection}: {block}"
            got = [tuple(bytes.fromhex(text).decode() for text in header) for header in block["headers"]]
            assert got == [(as_latin1(name), as_text(value)) for name, value in expected or []], connection


def as_latin1(octets: bytes) -> str:
    # Godot's strings hold no NUL.
    return octets.decode("latin-1").replace("\0", "\ufffd")


def as_text(octets: bytes) -> str:
    try:
        return octets.decode().replace("\0", "\ufffd")
    except UnicodeDecodeError:
        return as_latin1(octets)


def random_headers(rng: random.Random) -> Headers:
    headers: Headers = []
    for _ in range(rng.randint(0, 8)):
        name = rng.choice(NAMES)
        value = rng.choice((*VALUES, rng.randbytes(rng.randint(1, 30))))
        headers.append(NeverIndexedHeaderTuple(name, value) if rng.random() < 0.1 else (name, value))
    return headers


def random_connection(rng: random.Random, blocks: int = 12) -> tuple[Connection, Encoder]:
    connection, encoder = Connection(), Encoder()
    allowed = 4096
    if rng.random() < 0.5:
        # A larger table needs no answer of the peer, a smaller one must be followed.
        allowed = rng.choice((0, 40, 64, 100, 300, 4096, 70_000))
        connection.change_table(allowed)
        encoder.header_table_size = allowed
    for _ in range(blocks):
        if rng.random() < 0.2:
            for size in rng.sample(range(allowed + 1), k=min(allowed, 2)):
                # Set to what it is already, Python's encoder forgets to tell of the change before.
                if size != encoder.header_table_size:
                    encoder.header_table_size = size
        connection.take(encoder.encode(random_headers(rng), huffman=rng.random() < 0.5))
    return connection, encoder


def test_connections_with_changing_tables(library: GodotProject) -> None:
    rng = random.Random(11)
    connections = [random_connection(rng)[0] for _ in range(150)]
    assert all(expected is not None for connection in connections for expected in connection.expected)
    check_all(library, connections)


def test_a_table_that_the_peer_must_shrink(library: GodotProject) -> None:
    rng = random.Random(12)
    connections = []
    for follows in (True, False) * 20:
        connection, encoder = random_connection(rng, blocks=4)
        size = rng.randint(0, 100)
        connection.change_table(size)
        if follows:
            encoder.header_table_size = size
        for _ in range(3):
            connection.take(encoder.encode(random_headers(rng)))
        connections.append(connection)
    check_all(library, connections)


def test_damaged_blocks_are_refused_as_hpack_refuses_them(library: GodotProject) -> None:
    rng = random.Random(13)
    connections = []
    for _ in range(600):
        connection, encoder = random_connection(rng, blocks=2)
        block = bytearray(encoder.encode(random_headers(rng) or [(b"a", b"b")]))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(block))
            match rng.randrange(3):
                case 0:
                    block[at] = rng.randrange(256)
                case 1:
                    block[at] ^= 1 << rng.randrange(8)
                case _:
                    block[at:at] = rng.randbytes(rng.randint(1, 4))
        connection.take(bytes(block))
        connection.take(encoder.encode(random_headers(rng)))
        connections.append(connection)
    refused = sum(connection.expected[2] is None for connection in connections)
    assert 100 < refused < 500, "both must be tried: what is refused and what is not"
    check_all(library, connections)


def test_blocks_cut_off_at_each_byte(library: GodotProject) -> None:
    block = Encoder().encode([(name, value) for name, value in zip(NAMES, VALUES, strict=False)])
    connections = []
    for end in range(len(block)):
        connections.append(Connection())
        connections[-1].take(block[:end])
    check_all(library, connections)


def test_random_bytes_are_decoded_or_refused_as_hpack_does(library: GodotProject) -> None:
    rng = random.Random(14)
    connections = []
    for _ in range(1500):
        connections.append(Connection())
        connections[-1].take(rng.randbytes(rng.randint(1, 20)))
    check_all(library, connections)


def test_huffman_code_of_all_bytes(library: GodotProject) -> None:
    rng = random.Random(15)
    coder = HuffmanEncoder(REQUEST_CODES, REQUEST_CODES_LENGTH)
    strings = [bytes([octet]) * times for octet in range(256) for times in (1, 2, 3)]
    strings += [rng.randbytes(rng.randint(1, 100)) for _ in range(200)]
    coded = [coder.encode(string) for string in strings]
    # Padding: of zeros, a whole byte of it, and none where it should be.
    bad = [code[:-1] + bytes([code[-1] & 0xFE]) for code in coded] + [code + b"\xff" for code in coded]
    bad += [code[:-1] for code in coded if len(code) > 1]
    connections = []
    for code in (*coded, *bad):
        connections.append(Connection())
        encoder = bytes([0x80 | len(code)]) if len(code) < 127 else b"\xff" + varint(len(code) - 127)
        connections[-1].take(b"\x00\x01x" + encoder + code)
    check_all(library, connections)


def test_headers_that_gdscript_encodes(library: GodotProject) -> None:
    rng = random.Random(16)
    connections: list[list[dict[str, Any]]] = []
    for _ in range(150):
        steps: list[dict[str, Any]] = []
        for _ in range(12):
            if rng.random() < 0.25:
                steps += [{"table": rng.choice((0, 50, 200, 4096, 65536))} for _ in range(rng.randint(1, 3))]
            headers = [(name.decode(), as_text(value)) for name, value in random_headers(rng)]
            steps.append({"headers": headers})
        connections.append(steps)
    for steps, blocks in zip(connections, drive(library, "write_headers.gd", connections), strict=True):
        decoder, left = Decoder(), iter(blocks)
        for step in steps:
            if "table" in step:
                decoder.max_allowed_table_size = step["table"]
            else:
                assert decoder.decode(bytes.fromhex(next(left))) == step["headers"], steps


def test_repeated_headers_are_short(library: GodotProject) -> None:
    call = {
        "headers": [
            (":method", "POST"),
            (":path", "/scenescore.v1.MatchService/MatchFrames"),
            ("te", "trailers"),
        ]
    }
    (blocks,) = drive(library, "write_headers.gd", [[call, call, {"table": 0}, call]])
    assert [len(block) // 2 for block in blocks][1] == 3
    assert len(blocks[2]) > len(blocks[0]), "without a table all is written out, and the table's size"
