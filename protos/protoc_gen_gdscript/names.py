"""Converts names of protos to names of GDScript."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from protoc_gen_gdscript import reserved_names


def identifier(name: str) -> str:
    """Return the name, with an underscore after it where it is reserved."""
    return f"{name}_" if name in reserved_names.MEMBERS else name


def pascal(name: str) -> str:
    """Return ``snake_case``, ``a.dotted.name`` or ``a/path`` as ``PascalCase``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[._/\-]", name))


def method(name: str) -> str:
    """Return a method's name for an RPC: ``MatchFrames`` as ``match_frames``."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return f"{snake}_" if snake in reserved_names.METHODS else snake


def output_path(proto: str) -> str:
    """Return the path of the script for a ``.proto``."""
    return str(PurePosixPath(proto).with_suffix(".gd"))


def relative(target: str, source: str) -> str:
    """Return the path from the folder of the script `source` to `target`."""
    here, there = PurePosixPath(source).parent.parts, PurePosixPath(target).parts
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join((*[".."] * (len(here) - shared), *there[shared:]))
