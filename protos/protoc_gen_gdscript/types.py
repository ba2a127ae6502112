"""Where the messages and enums of all files are, and what a file calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto

from protoc_gen_gdscript import names


@dataclass(frozen=True)
class Known:
    """A message or an enum."""

    file: FileDescriptorProto
    name: str
    """Its name within the package, dotted where it is in a message: as the aliases make it reachable."""
    descriptor: DescriptorProto | EnumDescriptorProto

    @property
    def class_name(self) -> str:
        """The name of the class or enum itself.

        It holds the package: GDScript refuses a class that is called like one of the user's game, and looks
        among those first for what a type names.
        """
        return names.pascal(f"{self.file.package}.{self.name}")


class Types:
    """All messages and enums by their full name, with the leading dot that descriptors use."""

    def __init__(self, files: Iterable[FileDescriptorProto]) -> None:
        self._known: dict[str, Known] = {}
        for file in files:
            for enum in file.enum_type:
                self._add(file, enum.name, enum)
            for message in file.message_type:
                self._add_message(file, message.name, message)

    def __getitem__(self, full_name: str) -> Known:
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
        self._known[f"{package}.{name}"] = Known(file, name, descriptor)


class Scope:
    """One script: what it calls the types of others, which it preloads.

    Parameters
    ----------
    types : Types
        All that there are.
    file : FileDescriptorProto
        What becomes the script.
    """

    def __init__(self, types: Types, file: FileDescriptorProto) -> None:
        self._types = types
        self._file = file
        self._scripts: dict[str, str] = {}

    def find(self, full_name: str) -> Known:
        """Return the type of that name."""
        return self._types[full_name]

    def reference(self, full_name: str) -> str:
        """Return what the script calls the type of that name, and preload its file if that is another."""
        known = self._types[full_name]
        if known.file.name == self._file.name:
            return known.class_name
        path = names.output_path(known.file.name)
        # The underscore keeps it apart from the names of a game's own classes.
        constant = f"_{names.pascal(path.removesuffix('.gd'))}"
        self._scripts[constant] = names.relative(path, names.output_path(self._file.name))
        return f"{constant}.{known.name}"

    def preloads(self) -> list[str]:
        """Return the constants for the scripts that have been referred to."""
        return [f'const {constant} := preload("{path}")' for constant, path in sorted(self._scripts.items())]
