"""The messages and enums of all files, and how a script refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto

from protoc_gen_gdscript import names


@dataclass(frozen=True)
class ProtoType:
    """A message or an enum."""

    file: FileDescriptorProto
    name: str
    """The name within the package, with dots where it is nested: other scripts use it through the aliases."""
    descriptor: DescriptorProto | EnumDescriptorProto

    @property
    def class_name(self) -> str:
        """The name of the class or enum itself.

        It contains the package. GDScript rejects a class with the name of one of the game's global classes,
        and looks up types among those first.
        """
        return names.pascal(f"{self.file.package}.{self.name}")


class Types:
    """All messages and enums by their full name, with a leading dot as in descriptors."""

    def __init__(self, files: Iterable[FileDescriptorProto]) -> None:
        self._known: dict[str, ProtoType] = {}
        for file in files:
            for enum in file.enum_type:
                self._add(file, enum.name, enum)
            for message in file.message_type:
                self._add_message(file, message.name, message)

    def __getitem__(self, full_name: str) -> ProtoType:
        return self._known[full_name]

    def _add_message(self, file: FileDescriptorProto, name: str, message: DescriptorProto) -> None:
        self._add(file, name, message)
        for enum in message.enum_type:
            self._add(file, f"{name}.{enum.name}", enum)
        for inner in message.nested_type:
            self._add_message(file, f"{name}.{inner.name}", inner)

    def _add(
        self, file: FileDescriptorProto, name: str, descriptor: DescriptorProto | EnumDescriptorProto
    ) -> None:
        package = f".{file.package}" if file.package else ""
        self._known[f"{package}.{name}"] = ProtoType(file, name, descriptor)


class Scope:
    """One script: how it refers to types, and the other scripts that it preloads.

    Parameters
    ----------
    types : Types
        All types.
    file : FileDescriptorProto
        The script's file.
    """

    def __init__(self, types: Types, file: FileDescriptorProto) -> None:
        self._types = types
        self._file = file
        self._scripts: dict[str, str] = {}

    def find(self, full_name: str) -> ProtoType:
        """Return a type by its full name."""
        return self._types[full_name]

    def reference(self, full_name: str) -> str:
        """Return the expression for a type, and preload the script of another file."""
        known = self._types[full_name]
        if known.file.name == self._file.name:
            return known.class_name
        path = names.output_path(known.file.name)
        # With an underscore, so that it can't have the name of a game's class.
        constant = f"_{names.pascal(path.removesuffix('.gd'))}"
        self._scripts[constant] = names.relative(path, names.output_path(self._file.name))
        return f"{constant}.{known.name}"

    def preloads(self) -> list[str]:
        """Return the preloads of the scripts that were referred to."""
        return [f'const {constant} := preload("{path}")' for constant, path in sorted(self._scripts.items())]
