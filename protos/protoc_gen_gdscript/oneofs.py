"""Generates a oneof: fields of a message of which at most one is set."""

from __future__ import annotations

from dataclasses import dataclass

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto

from protoc_gen_gdscript import members, names
from protoc_gen_gdscript.members import Member
from protoc_gen_gdscript.values import Value


@dataclass(frozen=True)
class Oneof:
    """One of a message's oneofs."""

    name: str
    alias: str
    """The short name of its enum within the class."""
    cases: str
    """The name of its enum."""
    fields: tuple[FieldDescriptorProto, ...]

    @classmethod
    def all_of(cls, class_name: str, message: DescriptorProto) -> dict[int, Oneof]:
        """Return a message's oneofs by their index, without those that implement proto3's ``optional``."""
        found = {}
        for index, oneof in enumerate(message.oneof_decl):
            alias = f"{names.pascal(oneof.name)}Case"
            fields = tuple(
                field
                for field in message.field
                if field.HasField("oneof_index") and field.oneof_index == index and not field.proto3_optional
            )
            if fields:
                found[index] = cls(oneof.name, alias, f"{class_name}{alias}", fields)
        return found

    def enum(self) -> list[str]:
        """Return the enum of its cases, whose values are the fields' numbers."""
        values = [f"\t{field.name.upper()} = {field.number}," for field in self.fields]
        return [f"enum {self.cases} {{", "\tNONE = 0,", *values, "}"]

    def member(self, field: FieldDescriptorProto, value: Value) -> Member:
        """Return the member of one of its fields."""
        name, case = names.identifier(field.name), f"{self.cases}.{field.name.upper()}"
        return members.one_of(field.number, name, value, f"_{self.name}", case)

    def variable(self) -> list[str]:
        """Return the property with the current case."""
        listed = ", ".join(f"[member {names.identifier(field.name)}]" for field in self.fields)
        return [
            f"## Which of these is set; at most one is: {listed}.",
            f"var {self.name}_case: {self.cases}:",
            "\tget:",
            f"\t\treturn _{self.name}_case",
        ]

    def private(self) -> list[str]:
        """Return its private variables."""
        return [
            f"var _{self.name}: Variant = null",
            f"var _{self.name}_case: {self.cases} = {self.cases}.NONE",
        ]

    def clear(self) -> list[str]:
        """Return the method that clears it."""
        return [
            f"## Clears the field that [member {self.name}_case] names.",
            f"func clear_{self.name}() -> void:",
            f"\t_{self.name} = null",
            f"\t_{self.name}_case = {self.cases}.NONE",
        ]
