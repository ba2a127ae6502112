"""The GDScript gRPC client in another project, as in docs/godot_grpc.md."""

import re
import shutil
import sys
from concurrent import futures
from pathlib import Path

import grpc
import pytest

from making.godot.project import ADDON_PROJECT, GodotProject
from protoc import run_protoc

ROOT = ADDON_PROJECT.parent
PAGE = ROOT / "docs" / "godot_grpc.md"
PROTO = """
syntax = "proto3";
package hello.v1;
message HelloRequest { string name = 1; }
message HelloResponse { string text = 1; }
service Greeter { rpc SayHello(HelloRequest) returns (HelloResponse); }
"""
# With the warnings that Godot shows by default as errors: outside of `addons/` a project sees them.
PROJECT = """
config_version=5
[application]
config/name="Another game"
run/main_scene="res://main.tscn"
[debug]
gdscript/warnings/unassigned_variable=2
gdscript/warnings/unused_variable=2
gdscript/warnings/unused_local_constant=2
gdscript/warnings/unused_private_class_variable=2
gdscript/warnings/unused_parameter=2
gdscript/warnings/unused_signal=2
gdscript/warnings/shadowed_variable=2
gdscript/warnings/shadowed_variable_base_class=2
gdscript/warnings/shadowed_global_identifier=2
gdscript/warnings/unreachable_code=2
gdscript/warnings/standalone_expression=2
gdscript/warnings/incompatible_ternary=2
gdscript/warnings/static_called_on_instance=2
gdscript/warnings/redundant_await=2
gdscript/warnings/integer_division=2
gdscript/warnings/narrowing_conversion=2
gdscript/warnings/int_as_enum_without_cast=2
gdscript/warnings/confusable_identifier=2
gdscript/warnings/untyped_declaration=2
"""
SCENE = """
[gd_scene load_steps=2 format=3]
[ext_resource type="Script" path="res://greeter.gd" id="1"]
[node name="Main" type="Node"]
script = ExtResource("1")
"""


class Greeter(grpc.GenericRpcHandler):
    """``hello.v1.Greeter``, with the one field of its messages read and written by hand."""

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        """Return the handler of the one method."""
        if handler_call_details.method != "/hello.v1.Greeter/SayHello":
            return None
        return grpc.unary_unary_rpc_method_handler(self.say_hello)

    def say_hello(self, request: bytes, context: grpc.ServicerContext) -> bytes:
        text = b"Hello, " + request[2:]
        return bytes([0x0A, len(text)]) + text


@pytest.fixture
def example() -> str:
    """Return the page's first example."""
    found = re.search(r"^```gdscript\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def project(tmp_path: Path) -> GodotProject:
    """Return a project with the client and what the plugin makes of a proto, and no addon."""
    path = tmp_path / "project"
    shutil.copytree(ADDON_PROJECT / "addons" / "scenescore" / "rpc", path / "net" / "rpc")
    (path / "net" / "proto").mkdir()
    (path / "project.godot").write_text(PROJECT)
    (path / "main.tscn").write_text(SCENE)
    plugin = tmp_path / "protoc-gen-gdscript"
    plugin.write_text(f"#!/bin/sh\nexec {sys.executable} -m protoc_gen_gdscript\n")
    plugin.chmod(0o755)
    (tmp_path / "greeter.proto").write_text(PROTO)
    where = [f"--gdscript_out={path / 'net' / 'proto'}", f"-I{tmp_path}", str(tmp_path / "greeter.proto")]
    run_protoc(f"--plugin=protoc-gen-gdscript={plugin}", *where, cwd=ROOT / "protos")
    return GodotProject(path, tmp_path / "home")


def test_the_example_of_the_page_says_hello(project: GodotProject, example: str) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(1))
    server.add_generic_rpc_handlers((Greeter(),))
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    (project.path / "greeter.gd").write_text(example.replace("127.0.0.1:50051", address))
    project.imported()
    server.start()
    try:
        assert "Hello, Godot\n" in project.run("--quit-after", "400").check().output
    finally:
        server.stop(0).wait()
    assert "UNAVAILABLE" in project.run("--quit-after", "100").check().output
