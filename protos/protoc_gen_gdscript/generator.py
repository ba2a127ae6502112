"""Generates the scripts for a request of protoc."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse
from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorProto

from protoc_gen_gdscript import names
from protoc_gen_gdscript.docs import Comments, Path, doc
from protoc_gen_gdscript.enums import enum_lines
from protoc_gen_gdscript.messages import MessageClass
from protoc_gen_gdscript.services import client_lines, client_name
from protoc_gen_gdscript.types import Scope, Types

RPC: Final = "../rpc"
"""The default path of the addon's ``rpc`` folder, relative to the output folder. The plugin's parameter
``rpc=PATH`` sets another."""


class UnsupportedError(Exception):
    """A file uses a feature that has no GDScript."""


def generate(request: CodeGeneratorRequest) -> CodeGeneratorResponse:
    """Return a script for each requested file.

    Parameters
    ----------
    request : CodeGeneratorRequest
        From protoc, with source code info.

    Returns
    -------
    CodeGeneratorResponse
        With ``error`` set when a file uses proto2, editions or groups.
    """
    response = CodeGeneratorResponse(
        supported_features=CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL,
    )
    types = Types(request.proto_file)
    rpc = request.parameter.removeprefix("rpc=") or RPC
    files = {file.name: file for file in request.proto_file}
    try:
        for name in request.file_to_generate:
            text = script(files[name], types, rpc)
            response.file.append(CodeGeneratorResponse.File(name=names.output_path(name), content=text))
    except UnsupportedError as error:
        response.error = str(error)
    return response


def script(file: FileDescriptorProto, types: Types, rpc: str) -> str:
    """Return the script of one file."""
    if file.syntax != "proto3":
        raise UnsupportedError(f"{file.name}: GDScript can only be generated from proto3")
    comments = Comments(file)
    scope = Scope(types, file)
    # The blocks first: they determine the preloads.
    blocks = [
        *_enums(file, scope, comments),
        *(MessageClass(scope.find(name), scope, comments, path).lines() for name, path in _messages(file)),
        *_clients(file, scope, comments),
    ]
    head = [
        f"# Generated from {file.name}: do not edit.",
        *(["#", *header] if (header := comments.header()) else []),
        "extends RefCounted",
        *doc(comments.of((FileDescriptorProto.SYNTAX_FIELD_NUMBER,)) or f"The messages of `{file.name}`."),
        "",
        *_preloads(file, scope, rpc),
        "",
        "# Short names for other scripts. Full names contain the package: no game has the same ones.",
        *_aliases(file),
    ]
    return "\n".join(head) + "\n" + "".join(f"\n\n{chr(10).join(block)}\n" for block in blocks)


def _preloads(file: FileDescriptorProto, scope: Scope, rpc: str) -> list[str]:
    used = ["Message", "Reader", "Writer"] if file.message_type else []
    scripts = {f"_{name}": f"proto_{name.lower()}.gd" for name in used}
    if file.service:
        scripts |= {"_GrpcCall": "grpc_call.gd", "_GrpcChannel": "grpc_channel.gd"}
    up = "../" * names.output_path(file.name).count("/")
    return [
        *(f'const {name} := preload("{up}{rpc}/{path}")' for name, path in scripts.items()),
        *scope.preloads(),
    ]


def _aliases(file: FileDescriptorProto) -> list[str]:
    package = names.pascal(file.package)
    inside = [
        *(enum.name for enum in file.enum_type),
        *(message.name for message in file.message_type),
        *(client_name(service) for service in file.service),
    ]
    return [f"const {name} := {package}{name}" for name in inside]


def _enums(file: FileDescriptorProto, scope: Scope, comments: Comments) -> Iterator[list[str]]:
    for index, enum in enumerate(file.enum_type):
        name = scope.reference(_full_name(file, enum.name))
        yield enum_lines(name, enum, comments, (FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, index))


def _messages(file: FileDescriptorProto) -> Iterator[tuple[str, Path]]:
    def within(message: DescriptorProto, name: str, path: Path) -> Iterator[tuple[str, Path]]:
        yield name, path
        for index, nested in enumerate(message.nested_type):
            if not nested.options.map_entry:
                inner = (*path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, index)
                yield from within(nested, f"{name}.{nested.name}", inner)

    for index, message in enumerate(file.message_type):
        path = (FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, index)
        yield from within(message, _full_name(file, message.name), path)


def _clients(file: FileDescriptorProto, scope: Scope, comments: Comments) -> Iterator[list[str]]:
    for index, service in enumerate(file.service):
        path = (FileDescriptorProto.SERVICE_FIELD_NUMBER, index)
        yield client_lines(service, file.package, scope, comments, path)


def _full_name(file: FileDescriptorProto, name: str) -> str:
    return f".{file.package}.{name}" if file.package else f".{name}"
