"""Regenerate the code of the contract, in Python and in GDScript: ``uv run python protos/generate.py``.

The generated files are committed; a test regenerates them into a scratch folder and compares.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.rpc import status_pb2

from protoc import run_protoc
from protoc_gen_gdscript.generator import generate as generate_scripts

PROTOS = Path(__file__).resolve().parent
CLIENT = PROTOS.parent / "clients" / "python"
ADDON = PROTOS.parent / "godot_addon" / "addons" / "scenescore" / "proto"
INCLUDES = (PROTOS, Path(str(status_pb2.__file__)).parents[2])
# Protos of others that the contract's messages and the daemon's errors use. Python has packages for them.
FOREIGN = (
    "google/protobuf/any.proto",
    "google/protobuf/duration.proto",
    "google/protobuf/timestamp.proto",
    "google/rpc/error_details.proto",
    "google/rpc/status.proto",
)


def generate(out: Path) -> None:
    """Generate the Python code: ``scenescore/v1/*_pb2.py``, ``*_pb2.pyi`` and ``*_pb2_grpc.py``.

    Parameters
    ----------
    out : Path
        The folder to write to.
    """
    _protoc(*contract(), f"--python_out={out}", f"--pyi_out={out}", f"--grpc_python_out={out}")


def generate_gdscript(out: Path) -> None:
    """Generate the GDScript code: ``scenescore/v1/*.gd`` and ``google/*/*.gd``.

    Parameters
    ----------
    out : Path
        The folder to write to.
    """
    for path, text in gdscript(*contract(), *FOREIGN).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8", newline="\n")


def contract() -> list[str]:
    """List the contract's files.

    Returns
    -------
    list of str
        Their paths, relative to the folder of the protos.
    """
    return sorted(path.relative_to(PROTOS).as_posix() for path in PROTOS.glob("scenescore/v1/*.proto"))


def gdscript(*sources: str) -> dict[str, str]:
    """Generate GDScript.

    Parameters
    ----------
    sources : str
        Protos, named as an import names them.

    Returns
    -------
    dict of str to str
        The code of each script by its path.

    Raises
    ------
    SystemExit
        A proto can't be compiled.
    """
    with TemporaryDirectory() as folder:
        described = Path(folder) / "described"
        _protoc(*sources, "--include_imports", "--include_source_info", f"--descriptor_set_out={described}")
        known = FileDescriptorSet.FromString(described.read_bytes())
    response = generate_scripts(CodeGeneratorRequest(file_to_generate=sources, proto_file=known.file))
    if response.error:
        raise SystemExit(response.error)
    return {file.name: file.content for file in response.file}


def _protoc(*arguments: str) -> None:
    done = run_protoc(*(f"--proto_path={path}" for path in INCLUDES), *arguments, check=False)
    if done.returncode:
        raise SystemExit(f"protoc failed with status {done.returncode}: {done.stderr}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=CLIENT, help="where to write Python (default: the client package)"
    )
    parser.add_argument(
        "--gdscript-out", type=Path, default=ADDON, help="where to write GDScript (default: the Godot addon)"
    )
    options = parser.parse_args()
    generate(options.out)
    generate_gdscript(options.gdscript_out)
