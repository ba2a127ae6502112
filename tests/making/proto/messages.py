"""Messages with random content, and a dump of their fields."""

import math
import random
import struct
from typing import Any, cast

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from protoc_gen_gdscript import names

Dump = dict[str, Any]

_INTEGERS = {
    FieldDescriptor.TYPE_INT32: (32, True),
    FieldDescriptor.TYPE_INT64: (64, True),
    FieldDescriptor.TYPE_UINT32: (32, False),
    FieldDescriptor.TYPE_UINT64: (64, False),
    FieldDescriptor.TYPE_SINT32: (32, True),
    FieldDescriptor.TYPE_SINT64: (64, True),
    FieldDescriptor.TYPE_FIXED32: (32, False),
    FieldDescriptor.TYPE_FIXED64: (64, False),
    FieldDescriptor.TYPE_SFIXED32: (32, True),
    FieldDescriptor.TYPE_SFIXED64: (64, True),
}
_TEXTS = ("", "a", "Fields of Ice", "été à Ōsaka", "音楽", "🎵 battle", "\ufeffmark", "line\nline", "x" * 300)
_FLOATS = (0.0, -1.5, 1e-300, 1e300, 0.1, float("inf"), float("-inf"), float("nan"), 5e-324, 3.4e38)


def fill(message: Message, rng: random.Random, depth: int = 3, density: float = 0.7) -> None:
    """Set fields at random, each with the probability `density`, in nested messages down to `depth`."""
    for field in _fields(message):
        if rng.random() > density:
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            _fill_map(message, field, rng, depth)
        elif field.is_repeated:
            _fill_list(message, field, rng, depth)
        elif field.message_type:
            if depth > 0:
                part = getattr(message, field.name)
                part.SetInParent()
                fill(part, rng, depth - 1, density)
        else:
            setattr(message, field.name, _scalar(field, rng))


def dump(message: Message) -> Dump:
    """Return the fields of a message in the form that ``message_dump.gd`` writes."""
    fields: Dump = {}
    for field in _fields(message):
        value = getattr(message, field.name)
        name = names.identifier(field.name)
        if field.message_type and field.message_type.GetOptions().map_entry:
            key_field, value_field = _map_fields(field)
            fields[name] = {
                _key(_dump_one(key_field, key)): _dump_one(value_field, value[key]) for key in value
            }
        elif field.is_repeated:
            fields[name] = [_dump_one(field, item) for item in value]
        elif field.has_presence and not message.HasField(field.name) and _unset_is_null(field):
            fields[name] = None
        else:
            fields[name] = _dump_one(field, value)
    for oneof in message.DESCRIPTOR.oneofs:
        if not oneof.name.startswith("_"):  # a field that is `optional` in proto3
            which = message.WhichOneof(oneof.name)
            number = message.DESCRIPTOR.fields_by_name[which].number if which else 0
            fields[f"{oneof.name}_case"] = str(number)
    return fields


def _fields(message: Message) -> list[FieldDescriptor]:
    # The type stubs distinguish the classes of the pure and the compiled implementation.
    return cast("list[FieldDescriptor]", list(message.DESCRIPTOR.fields))


def _unset_is_null(field: FieldDescriptor) -> bool:
    real_oneof = field.containing_oneof and not field.containing_oneof.name.startswith("_")
    return bool(field.message_type) or not real_oneof


def _map_fields(field: FieldDescriptor) -> tuple[FieldDescriptor, FieldDescriptor]:
    assert field.message_type
    return field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]


def _key(key: str | bool) -> str:
    return str(key).lower() if isinstance(key, bool) else key


def _dump_one(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type:
        return dump(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Strings in Godot can't contain NUL.
        return f"s{value.replace(chr(0), chr(0xFFFD)).encode().hex()}"
    if isinstance(value, bytes):
        return f"x{value.hex()}"
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack("<d", value).hex()
    # All integers in Godot are int64.
    return str(value - 2**64 if value >= 2**63 else value)


def _fill_list(message: Message, field: FieldDescriptor, rng: random.Random, depth: int) -> None:
    values = getattr(message, field.name)
    for _ in range(rng.randint(0, 4)):
        if not field.message_type:
            values.append(_scalar(field, rng))
        elif depth > 0:
            fill(values.add(), rng, depth - 1)


def _fill_map(message: Message, field: FieldDescriptor, rng: random.Random, depth: int) -> None:
    key, value = _map_fields(field)
    entries = getattr(message, field.name)
    for _ in range(rng.randint(0, 4)):
        if not value.message_type:
            entries[_scalar(key, rng)] = _scalar(value, rng)
        elif depth > 0:
            fill(entries[_scalar(key, rng)], rng, depth - 1)


def _scalar(field: FieldDescriptor, rng: random.Random) -> Any:
    if field.type in _INTEGERS:
        return _integer(*_INTEGERS[field.type], rng)
    if field.type in (FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT):
        value = rng.choice((*_FLOATS, rng.uniform(-1000, 1000)))
        return value if field.type == FieldDescriptor.TYPE_DOUBLE or abs(value) < 1e39 else 1.0
    if field.type == FieldDescriptor.TYPE_BOOL:
        return rng.random() < 0.5
    if field.type == FieldDescriptor.TYPE_STRING:
        return rng.choice(_TEXTS)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return rng.randbytes(rng.choice((0, 1, 7, 200)))
    assert field.enum_type
    # 99 stands for a value of a later version of the contract.
    return rng.choice((*(value.number for value in field.enum_type.values), 99))


def _integer(bits: int, signed: bool, rng: random.Random) -> int:
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    near = rng.choice(
        (0, 1, -1, 127, 128, 16384, low, high, rng.randint(low, high), 1 << rng.randrange(bits))
    )
    return min(max(near, low), high)
