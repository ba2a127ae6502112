"""The tests' own proto, ``kinds.proto``: as protobuf's own implementation knows it, and in GDScript."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from protoc import run_protoc

PROTOS = Path(__file__).parent / "protos"
_PLUGIN = Path(__file__).parents[3] / "protos"


@cache
def file() -> FileDescriptor:
    """Return the file, in a pool of its own."""
    with TemporaryDirectory() as folder:
        described = Path(folder) / "described"
        _protoc(PROTOS, "kinds.proto", "--include_imports", f"--descriptor_set_out={described}", check=True)
        known = FileDescriptorSet.FromString(described.read_bytes())
    pool = DescriptorPool()
    for each in known.file:
        pool.Add(each)
    return pool.FindFileByName("kinds.proto")


def run_plugin(
    protos: Path, proto: str, out: Path, *, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    """Generate a proto's script below `out` with protoc and the plugin, as any user would."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        plugin = Path(folder) / "protoc-gen-gdscript"
        plugin.write_text(f"#!/bin/sh\nPYTHONPATH={_PLUGIN} exec {sys.executable} -m protoc_gen_gdscript\n")
        plugin.chmod(0o755)
        return _protoc(protos, proto, f"--plugin={plugin}", f"--gdscript_out=rpc=../rpc:{out}", check=check)


def _protoc(protos: Path, *arguments: str, check: bool) -> "subprocess.CompletedProcess[str]":
    return run_protoc(f"--proto_path={protos}", *arguments, check=check)
