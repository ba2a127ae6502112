"""Converts comments of the protos to documentation comments of GDScript."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

from google.protobuf.descriptor_pb2 import FileDescriptorProto, SourceCodeInfo

_COLUMNS: Final = 120
_TAB: Final = 4

Path = tuple[int, ...]
"""The position of an element in a file's descriptor: see ``SourceCodeInfo.Location.path``."""


class Comments:
    """The comments of one file.

    Parameters
    ----------
    file : FileDescriptorProto
        With the source code info that protoc sends to plugins.
    """

    def __init__(self, file: FileDescriptorProto) -> None:
        self._by_path: Mapping[Path, SourceCodeInfo.Location] = {
            tuple(location.path): location for location in file.source_code_info.location
        }

    def of(self, path: Path) -> str:
        """Return the first paragraph of an element's comment, above or behind it; empty where it has none."""
        location = self._by_path.get(path)
        text = (location.leading_comments or location.trailing_comments) if location else ""
        return " ".join(re.split(r"\n\s*\n", text.strip())[0].split())

    def header(self) -> list[str]:
        """Return the comments above the file's first statement, such as a licence, as lines of comments."""
        location = self._by_path.get((FileDescriptorProto.SYNTAX_FIELD_NUMBER,))
        blocks = location.leading_detached_comments if location else []
        lines = [line for block in blocks for line in [*block.rstrip("\n").split("\n"), ""]]
        return [f"#{line.rstrip()}" for line in lines[:-1]]


def doc(text: str, indent: int = 0) -> list[str]:
    """Return `text` as lines of a documentation comment, wrapped for an indentation of `indent` tabs."""
    marked = re.sub(r"`+([^`]+)`+", r"[code]\1[/code]", text.replace("[", "[lb]"))
    width = _COLUMNS - indent * _TAB
    return textwrap.wrap(
        marked,
        width,
        initial_indent="## ",
        subsequent_indent="## ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def indented(lines: Sequence[str], tabs: int = 1) -> list[str]:
    """Return the lines, indented by some tabs."""
    return ["\t" * tabs + line if line else "" for line in lines]
