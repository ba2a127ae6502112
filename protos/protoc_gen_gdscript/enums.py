"""Generates an enum."""

from __future__ import annotations

from google.protobuf.descriptor_pb2 import EnumDescriptorProto

from protoc_gen_gdscript import names
from protoc_gen_gdscript.docs import Comments, Path, doc, indented


def enum_lines(class_name: str, enum: EnumDescriptorProto, comments: Comments, path: Path) -> list[str]:
    """Return the lines of the enum."""
    lines = [*doc(comments.of(path)), f"enum {class_name} {{"]
    for index, value in enumerate(enum.value):
        lines += indented(doc(comments.of((*path, EnumDescriptorProto.VALUE_FIELD_NUMBER, index)), indent=1))
        lines.append(f"\t{names.identifier(value.name)} = {value.number},")
    return [*lines, "}"]
