"""Generates the client class of a service."""

from __future__ import annotations

from google.protobuf.descriptor_pb2 import MethodDescriptorProto, ServiceDescriptorProto

from protoc_gen_gdscript import names
from protoc_gen_gdscript.docs import Comments, Path, doc, indented
from protoc_gen_gdscript.types import Scope

_UNARY_DEADLINE_S = "10.0"


def client_name(service: ServiceDescriptorProto) -> str:
    """Return the short name of the client class."""
    return f"{service.name}Client"


def client_lines(
    service: ServiceDescriptorProto, package: str, scope: Scope, comments: Comments, path: Path
) -> list[str]:
    """Return the lines of the class that calls a service's methods over a channel."""
    service_name = f"{package}.{service.name}" if package else service.name
    lines = [
        *doc(comments.of(path)),
        f"class {names.pascal(package)}{client_name(service)}:",
        "\textends RefCounted",
        "",
        "\tvar _channel: _GrpcChannel",
        "",
        "\tfunc _init(channel: _GrpcChannel) -> void:",
        "\t\t_channel = channel",
    ]
    for index, method in enumerate(service.method):
        text = comments.of((*path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, index))
        body = _call(method, f"/{service_name}/{method.name}", scope)
        lines += ["", *indented([*doc(_how_to(text, method), 1), *body])]
    return lines


def _how_to(text: str, method: MethodDescriptorProto) -> str:
    if method.client_streaming:
        return f"{text} Send requests with the call's `send`, and end them with `end_requests`.".strip()
    return text


def _call(method: MethodDescriptorProto, route: str, scope: Scope) -> list[str]:
    response = scope.reference(method.output_type)
    name = names.method(method.name)
    if method.client_streaming:
        return [
            f"func {name}(deadline_s: float = 0.0) -> _GrpcCall:",
            f'\treturn _channel.start_call("{route}", {response}, deadline_s)',
        ]
    request = scope.reference(method.input_type)
    deadline_s = "0.0" if method.server_streaming else _UNARY_DEADLINE_S
    return [
        f"func {name}(request: {request}, deadline_s: float = {deadline_s}) -> _GrpcCall:",
        f'\tvar started: _GrpcCall = _channel.start_call("{route}", {response}, deadline_s)',
        "\tstarted.send(request)",
        "\tstarted.end_requests()",
        "\treturn started",
    ]
