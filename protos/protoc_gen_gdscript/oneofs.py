"""A oneof: fields of a message of which at most one is set."""

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
    """What its enum goes by within the class."""
    cases: str
    """What its enum is called."""
    fields: tuple[FieldDescriptorProto, ...]

    @classmethod
    def all_of(cls, class_name: str, message: DescriptorProto) -> dict[int, Oneof]:
        """Return a message's oneofs by their index, without those that stand for proto3's ``optional``."""
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
        """Return the enum that tells which one is set; its values are the fields' numbers."""
        values = [f"\t{field.name.upper()} = {field.number}," for field in self.fields]
        return [f"enum {self.cases} {{", "\tNONE = 0,", *values, "}"]

    def member(self, field: FieldDescriptorProto, value: Value) -> Member:
        """Return one of its fields."""
        name, case = names.identifier(field.name), f"{self.cases}.{field.name.upper()}"
        return members.one_of(field.number, name, value, f"_{self.name}", case)

    def variable(self) -> list[str]:
        """Return the property that tells which one is set."""
        listed = ", ".join(f"[member {names.identifier(field.name)}]" for field in self.fields)
        return [
            f"## Which of these is set, at most one: {listed}.",
            f"var {self.name}_case: {self.cases}:",
            "\tget:",
            f"\t\treturn _{self.name}_case",
        ]

    def private(self) -> list[str]:
        """Return the variables behind it."""
        return [
            f"var _{self.name}: Variant = null",
            f"var _{self.name}_case: {self.cases} = {self.cases}.NONE",
        ]

    def clear(self) -> list[str]:
        """Return the method that unsets it."""
        return [
            f"## Unsets whichever [member {self.name}_case] names.",
            f"func clear_{self.name}() -> void:",
            f"\t_{self.name} = null",
            f"\t_{self.name}_case = {self.cases}.NONE",
        ]
