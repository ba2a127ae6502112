"""Regenerate the Python code of the contract: ``uv run python protos/generate.py``.

The generated files are committed; a test regenerates them into a scratch folder and compares.
"""

import argparse
from importlib.resources import files
from pathlib import Path

from grpc_tools import protoc

PROTOS = Path(__file__).resolve().parent
CLIENT = PROTOS.parent / "clients" / "python"


def generate(out: Path) -> None:
    """Write ``scenescore/v1/*_pb2.py``, ``*_pb2.pyi`` and ``*_pb2_grpc.py`` below `out`."""
    sources = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("scenescore/v1/*.proto"))
    arguments = [
        "protoc",
        f"--proto_path={PROTOS}",
        f"--proto_path={files('grpc_tools') / '_proto'}",
        f"--python_out={out}",
        f"--pyi_out={out}",
        f"--grpc_python_out={out}",
        *sources,
    ]
    if status := protoc.main(arguments):
        raise SystemExit(f"protoc failed with status {status}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=CLIENT, help="where to write (default: the client package)"
    )
    generate(parser.parse_args().out)
