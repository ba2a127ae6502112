"""GDScript reads messages of protobuf's own implementation, and writes them again."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from google.protobuf import any_pb2, duration_pb2, timestamp_pb2
from google.protobuf.descriptor import Descriptor, FileDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.unknown_fields import UnknownFieldSet
from google.rpc import error_details_pb2, status_pb2

from making.godot.gdscript_library import drive, make_project
from making.godot.project import GodotProject
from making.proto import kinds, messages
from making.proto.varint import varint
from scenescore.v1 import cue_pb2, daemon_pb2, library_pb2, match_pb2, model_pb2

FILES: Sequence[FileDescriptor] = [
    *(
        module.DESCRIPTOR
        for module in (
            *(match_pb2, cue_pb2, library_pb2, model_pb2, daemon_pb2),
            *(any_pb2, duration_pb2, timestamp_pb2, error_details_pb2, status_pb2),
        )
    ),
    kinds.file(),
]


@dataclass(frozen=True)
class Class:
    """A message's class here and there."""

    python: type[Message]
    descriptor: Descriptor
    script: str
    name: str

    def vector(self, data: bytes) -> dict[str, str]:
        """Return what the driver is told."""
        return {"script": self.script, "class": self.name, "bytes": data.hex()}

    def parsed(self, data: bytes) -> Message | None:
        """Return the message that protobuf's own implementation reads, or None where it refuses."""
        message = self.python()
        try:
            message.ParseFromString(data)
        except DecodeError:
            return None
        # A field's number is 1 or more. Some versions of protobuf pass over a 0, and GDScript refuses it.
        return None if has_field_0(message) else message


def has_field_0(message: Message) -> bool:
    """Whether a message, or one inside of it, came with a field of number 0."""
    unknown = UnknownFieldSet(message)
    if any(unknown[place].field_number == 0 for place in range(len(unknown))):
        return True
    inside: list[Message] = []
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            inside += [one for one in value.values() if isinstance(one, Message)]
        else:
            inside += [value] if isinstance(value, Message) else list(value)
    return any(has_field_0(one) for one in inside)


def classes() -> Iterator[Class]:
    """Yield every message of every file."""

    def within(descriptor: Descriptor, script: str, name: str) -> Iterator[Class]:
        yield Class(GetMessageClass(descriptor), descriptor, script, name)
        for nested in descriptor.nested_types:
            if not nested.GetOptions().map_entry:
                yield from within(nested, script, f"{name}.{nested.name}")

    for file in FILES:
        script = f"res://library/proto/{file.name.removesuffix('.proto')}.gd"
        for message in file.message_types_by_name.values():
            yield from within(message, script, message.name)


CLASSES = {each.descriptor.full_name: each for each in classes()}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    return make_project(tmp_path_factory.mktemp("library"))


def check_all(library: GodotProject, cases: Sequence[tuple[Class, bytes]], *, damaged: bool = False) -> None:
    """Check that GDScript reads and refuses what protobuf's own implementation does."""
    results = drive(library, "read_messages.gd", [of.vector(data) for of, data in cases])
    for (of, data), result in zip(cases, results, strict=True):
        what = f"{of.name} {data.hex()}"
        expected = of.parsed(data)
        if expected is None:
            assert result["error"] != 0, f"{what} is malformed"
            continue
        assert result["error"] == 0, f"{what} is well formed:\n{expected}"
        if damaged and has_map(of.descriptor):
            # A damaged entry is an unknown field to some implementations, and still an entry to others.
            continue
        expected.DiscardUnknownFields()
        assert result["fields"] == messages.dump(expected), what
        written = of.python.FromString(bytes.fromhex(result["bytes"]))
        assert messages.dump(written) == messages.dump(expected), what


def has_map(descriptor: Descriptor, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether a message has a map, or one of those in it has."""
    parts = [field.message_type for field in descriptor.fields if field.message_type]
    return any(
        part.GetOptions().map_entry or has_map(part, seen | {descriptor.full_name})
        for part in parts
        if part.full_name not in seen
    )


def filled(of: Class, rng: random.Random) -> Message:
    message = of.python()
    messages.fill(message, rng, density=rng.choice((0.2, 0.7, 1.0)))
    return message


def test_every_message_of_the_contract_with_random_content(library: GodotProject) -> None:
    rng = random.Random(3)
    assert len(CLASSES) > 80
    check_all(
        library,
        [
            (of, filled(of, rng).SerializeToString(deterministic=True))
            for of in CLASSES.values()
            for _ in range(25)
        ],
    )


def test_consecutive_messages_merge(library: GodotProject) -> None:
    rng = random.Random(4)
    check_all(
        library,
        [
            (
                of,
                b"".join(
                    filled(of, rng).SerializeToString(deterministic=True) for _ in range(rng.randint(2, 3))
                ),
            )
            for of in CLASSES.values()
            for _ in range(8)
        ],
    )


def test_unknown_fields_are_skipped(library: GodotProject) -> None:
    rng = random.Random(5)
    cases = []
    for of in CLASSES.values():
        for _ in range(8):
            data = bytearray()
            for _ in range(rng.randint(1, 3)):
                data += (
                    unknown_field(rng)
                    + filled(of, rng).SerializeToString(deterministic=True)
                    + unknown_field(rng)
                )
            cases.append((of, bytes(data)))
    check_all(library, cases)


def unknown_field(rng: random.Random, depth: int = 3) -> bytes:
    number = rng.choice((1000, 5000, 536870910))
    match rng.choice((0, 1, 2, 3, 5) if depth else (0, 1, 2, 5)):
        case 0:
            return varint(number << 3) + varint(rng.getrandbits(rng.randint(1, 64)))
        case 1:
            return varint(number << 3 | 1) + rng.randbytes(8)
        case 2:
            length = rng.randint(0, 40)
            return varint(number << 3 | 2) + varint(length) + rng.randbytes(length)
        case 3:
            inner = b"".join(unknown_field(rng, depth - 1) for _ in range(rng.randint(0, 3)))
            return varint(number << 3 | 3) + inner + varint(number << 3 | 4)
        case _:
            return varint(number << 3 | 5) + rng.randbytes(4)


def test_repeated_fields_are_read_packed_and_unpacked(library: GodotProject) -> None:
    rng = random.Random(6)
    packed, unpacked = CLASSES["kinds.v1.Lists"], CLASSES["kinds.v1.UnpackedLists"]
    cases = []
    for _ in range(40):
        one, other = (
            filled(packed, rng).SerializeToString(deterministic=True),
            filled(unpacked, rng).SerializeToString(deterministic=True),
        )
        cases += [(unpacked, one), (packed, other), (packed, one + other), (unpacked, other + one)]
    check_all(library, cases)


def test_messages_cut_off_at_each_byte(library: GodotProject) -> None:
    rng = random.Random(7)
    cases = []
    for of in CLASSES.values():
        data = filled(of, rng).SerializeToString(deterministic=True)[:300]
        cases += [(of, data[:end]) for end in range(len(data))]
    check_all(library, cases, damaged=True)


def test_damaged_messages_are_read_or_refused_as_protobuf_does(library: GodotProject) -> None:
    rng = random.Random(8)
    cases = []
    for of in CLASSES.values():
        for _ in range(60):
            data = bytearray(filled(of, rng).SerializeToString(deterministic=True)[:400] or b"\x0a")
            for _ in range(rng.randint(1, 4)):
                at = rng.randrange(len(data))
                match rng.randrange(3):
                    case 0:
                        data[at] = rng.randrange(256)
                    case 1:
                        data[at] ^= 1 << rng.randrange(8)
                    case _:
                        data[at:at] = rng.randbytes(rng.randint(1, 12))
            cases.append((of, bytes(data)))
    check_all(library, cases, damaged=True)


def test_random_bytes_are_read_or_refused_as_protobuf_does(library: GodotProject) -> None:
    rng = random.Random(9)
    check_all(
        library,
        [(of, rng.randbytes(rng.randint(1, 60))) for of in CLASSES.values() for _ in range(40)],
        damaged=True,
    )


def test_deeply_nested_messages(library: GodotProject) -> None:
    of = CLASSES["kinds.v1.Choices"]
    nested = [of.python()]
    for _ in range(99):
        nested.append(of.python(deeper=nested[-1]))
    shallow, deep = nested[-1].SerializeToString(deterministic=True), b"\x32\x80\x01" * 5000
    results = drive(library, "read_messages.gd", [of.vector(shallow), of.vector(deep)])
    assert results[0]["error"] == 0
    assert bytes.fromhex(results[0]["bytes"]) == shallow
    assert results[1]["error"] != 0
    groups = varint(1000 << 3 | 3)
    results = drive(
        library,
        "read_messages.gd",
        [of.vector(groups * 50 + varint(1000 << 3 | 4) * 50), of.vector(groups * 100_000)],
    )
    assert [result["error"] != 0 for result in results] == [False, True]


def test_lengths_without_content(library: GodotProject) -> None:
    of = CLASSES["kinds.v1.Lists"]
    lengths = (1, 127, 2**31 - 1, 2**31, 2**32, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
    check_all(
        library, [(of, varint(n << 3 | 2) + varint(length)) for n in range(1, 19) for length in lengths]
    )


def test_an_unsupported_proto_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.proto").write_text('syntax = "proto2"; message Old { optional int32 it = 1; }')
    ended = kinds.run_plugin(tmp_path, "old.proto", tmp_path / "out", check=False)
    assert ended.returncode != 0
    assert "old.proto: GDScript can only be generated from proto3" in ended.stderr
