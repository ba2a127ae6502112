"""How GDScript stores, writes and reads protobuf's scalar types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field


class Wire(IntEnum):
    """The wire type of a field."""

    VARINT = 0
    FIXED64 = 1
    LENGTH = 2
    FIXED32 = 5


@dataclass(frozen=True)
class Scalar:
    """One scalar type."""

    type: str
    """The type in GDScript."""
    default: str
    """Its default value in GDScript."""
    wire: Wire
    add: str
    """The suffix of the writer's method ``add_…`` for a field."""
    put: str
    """The suffix of the writer's method ``put_…`` for a bare value; empty for types that are never packed."""
    read: str
    """The suffix of the reader's method ``read_…``."""
    is_enum: bool = False

    def is_set(self, value: str) -> str:
        """Return the condition that `value` is not the default."""
        match self.type:
            case "bool":
                return value
            case "String" | "PackedByteArray":
                return f"not {value}.is_empty()"
            case _:
                return f"{value} != {self.default}"


SCALARS: Final = {
    Field.TYPE_DOUBLE: Scalar("float", "0.0", Wire.FIXED64, "double", "double", "double"),
    Field.TYPE_FLOAT: Scalar("float", "0.0", Wire.FIXED32, "float", "float", "float"),
    Field.TYPE_INT64: Scalar("int", "0", Wire.VARINT, "int", "varint", "varint"),
    Field.TYPE_UINT64: Scalar("int", "0", Wire.VARINT, "int", "varint", "varint"),
    Field.TYPE_INT32: Scalar("int", "0", Wire.VARINT, "int", "varint", "int32"),
    Field.TYPE_FIXED64: Scalar("int", "0", Wire.FIXED64, "fixed64", "fixed64", "fixed64"),
    Field.TYPE_FIXED32: Scalar("int", "0", Wire.FIXED32, "fixed32", "fixed32", "fixed32"),
    Field.TYPE_BOOL: Scalar("bool", "false", Wire.VARINT, "bool", "bool", "bool"),
    Field.TYPE_STRING: Scalar("String", '""', Wire.LENGTH, "string", "", "string"),
    Field.TYPE_BYTES: Scalar("PackedByteArray", "PackedByteArray()", Wire.LENGTH, "bytes", "", "bytes"),
    Field.TYPE_UINT32: Scalar("int", "0", Wire.VARINT, "uint32", "uint32", "uint32"),
    Field.TYPE_SFIXED32: Scalar("int", "0", Wire.FIXED32, "fixed32", "fixed32", "sfixed32"),
    Field.TYPE_SFIXED64: Scalar("int", "0", Wire.FIXED64, "fixed64", "fixed64", "fixed64"),
    Field.TYPE_SINT32: Scalar("int", "0", Wire.VARINT, "sint", "sint", "sint32"),
    Field.TYPE_SINT64: Scalar("int", "0", Wire.VARINT, "sint", "sint", "sint64"),
}


def enumeration(name: str, zero: str) -> Scalar:
    """Return the scalar type of an enum, from its name and the name of its first value."""
    return Scalar(name, f"{name}.{zero}", Wire.VARINT, "int", "varint", "int32", is_enum=True)
