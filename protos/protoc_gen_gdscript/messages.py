"""Generates the class of a message."""

from __future__ import annotations

from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FieldDescriptorProto

from protoc_gen_gdscript import members, names
from protoc_gen_gdscript.docs import Comments, Path, doc, indented
from protoc_gen_gdscript.enums import enum_lines
from protoc_gen_gdscript.members import Member
from protoc_gen_gdscript.oneofs import Oneof
from protoc_gen_gdscript.scalars import SCALARS, enumeration
from protoc_gen_gdscript.types import ProtoType, Scope
from protoc_gen_gdscript.values import Value


class MessageClass:
    """Generates the class of one message. Nested messages get classes of their own.

    Parameters
    ----------
    known : ProtoType
        The message.
    scope : Scope
        The script that contains the class.
    comments : Comments
        The comments of the message's file.
    path : tuple of int
        The message's position in the file.
    """

    def __init__(self, known: ProtoType, scope: Scope, comments: Comments, path: Path) -> None:
        assert isinstance(known.descriptor, DescriptorProto)
        self._known = known
        self._message = known.descriptor
        self._scope = scope
        self._comments = comments
        self._path = path
        self._oneofs = Oneof.all_of(known.class_name, self._message)
        self._members = [
            (self._member(field), comments.of((*path, DescriptorProto.FIELD_FIELD_NUMBER, index)))
            for index, field in sorted(enumerate(self._message.field), key=lambda item: item[1].number)
        ]

    def lines(self) -> list[str]:
        """Return the lines of the class."""
        variables = [line for member, text in self._members for line in (*doc(text, 1), *member.declaration)]
        private = [line for member, _ in self._members for line in member.private]
        methods = [method for member, _ in self._members for method in member.methods]
        for oneof in self._oneofs.values():
            variables += oneof.variable()
            private += oneof.private()
            methods.append(oneof.clear())
        methods += [self._to_bytes(), self._merge_from_bytes(), self._merge_from()]
        blocks = [*self._enums(), self._aliases(), variables, private, *methods]
        head = [*doc(self._comments.of(self._path)), f"class {self._known.class_name}:", "\textends _Message"]
        return [*head, *(line for block in blocks if block for line in ("", *indented(block)))]

    def _local(self, name: str) -> str:
        return f"{name}_" if any(field.name == name for field in self._message.field) else name

    def _aliases(self) -> list[str]:
        inner = [
            *(enum.name for enum in self._message.enum_type),
            *(nested.name for nested in self._message.nested_type if not nested.options.map_entry),
        ]
        return [
            *(f"const {name} := {self._known.class_name}{name}" for name in inner),
            *(f"const {oneof.alias} := {oneof.cases}" for oneof in self._oneofs.values()),
        ]

    def _enums(self) -> list[list[str]]:
        blocks = []
        for index, enum in enumerate(self._message.enum_type):
            path = (*self._path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, index)
            blocks.append(enum_lines(f"{self._known.class_name}{enum.name}", enum, self._comments, path))
        return [*blocks, *(oneof.enum() for oneof in self._oneofs.values())]

    def _member(self, field: FieldDescriptorProto) -> Member:
        name, repeated = names.identifier(field.name), field.label == FieldDescriptorProto.LABEL_REPEATED
        if entry := self._map_entry(field):
            return members.mapped(field.number, name, *(self._value(part) for part in entry.field))
        value = self._value(field)
        if repeated:
            packed = bool(value.put) and (field.options.packed or not field.options.HasField("packed"))
            return members.repeated(field.number, name, value, packed=packed)
        if field.HasField("oneof_index") and field.oneof_index in self._oneofs:
            return self._oneofs[field.oneof_index].member(field, value)
        if field.proto3_optional and not value.is_message:
            return members.optional(field.number, name, value)
        return members.singular(field.number, name, value)

    def _value(self, field: FieldDescriptorProto) -> Value:
        if field.type == FieldDescriptorProto.TYPE_MESSAGE:
            return Value(self._scope.reference(field.type_name), None, self._local)
        if field.type == FieldDescriptorProto.TYPE_ENUM:
            enum = self._scope.find(field.type_name).descriptor
            assert isinstance(enum, EnumDescriptorProto)
            scalar = enumeration(self._scope.reference(field.type_name), names.identifier(enum.value[0].name))
        else:
            scalar = SCALARS[field.type]
        return Value(scalar.type, scalar, self._local)

    def _map_entry(self, field: FieldDescriptorProto) -> DescriptorProto | None:
        if field.type != FieldDescriptorProto.TYPE_MESSAGE:
            return None
        entry = self._scope.find(field.type_name).descriptor
        return entry if isinstance(entry, DescriptorProto) and entry.options.map_entry else None

    def _to_bytes(self) -> list[str]:
        head = "func to_bytes() -> PackedByteArray:"
        if not self._members:
            return [head, "\treturn PackedByteArray()"]
        writer = self._local("writer")
        return [
            head,
            f"\tvar {writer}: _Writer = _Writer.new()",
            *(line for member, _ in self._members for line in indented(member.write)),
            f"\treturn {writer}.bytes",
        ]

    def _merge_from_bytes(self) -> list[str]:
        reader, data = self._local("reader"), self._local("data")
        return [
            f"func merge_from_bytes({data}: PackedByteArray) -> Error:",
            f"\tvar {reader}: _Reader = _Reader.new({data})",
            f"\tmerge_from({reader})",
            f"\treturn {reader}.result()",
        ]

    def _merge_from(self) -> list[str]:
        reader = self._local("reader")
        branches = [branch for member, _ in self._members for branch in member.read]
        body = members.matched(reader, branches) if branches else [f"{reader}.skip_field()"]
        return [
            f"## Merges the rest of the message that [param {reader}] reads.",
            f"func merge_from({reader}: _Reader) -> void:",
            f"\twhile {reader}.next_field():",
            *indented(body, 2),
        ]
