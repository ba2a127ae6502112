"""Write the reference in docs/api.md from the protos' comments: ``uv run python docs/generate_api.py``."""

import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from google.protobuf import descriptor_pb2
from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FieldDescriptorProto

PAGE = Path(__file__).with_name("api.md")
PROTOS = PAGE.parents[1] / "protos"
MARK = "<!-- Generated from here on by `uv run python docs/generate_api.py` from the protos' comments. -->\n"
ORDER = ("match", "library", "model", "daemon", "cue", "project")
# Field numbers in descriptor.proto. They make up the paths by which comments are found.
MESSAGES, ENUMS, SERVICES, METHODS, FIELDS, VALUES = 4, 5, 6, 2, 2, 2

Comments = dict[tuple[int, ...], str]


def contract() -> list[descriptor_pb2.FileDescriptorProto]:
    """Compile the protos.

    Returns
    -------
    list of descriptor_pb2.FileDescriptorProto
        The files in the order of the page, with their comments.

    Raises
    ------
    subprocess.CalledProcessError
        A proto can't be compiled.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "contract.pb"
        arguments = [
            f"--proto_path={PROTOS}",
            "--include_source_info",
            f"--descriptor_set_out={out}",
            *(f"scenescore/v1/{name}.proto" for name in ORDER),
        ]
        subprocess.run([sys.executable, str(PROTOS / "protoc.py"), *arguments], check=True)
        found = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    by_name = {Path(file.name).stem: file for file in found.file}
    return [by_name[name] for name in ORDER]


def reference() -> str:
    """Write the reference: for each service its RPCs, then the messages of its file.

    Returns
    -------
    str
        Markdown.
    """
    parts = ["## Reference"]
    for file in contract():
        comments = {
            tuple(place.path): " ".join(place.leading_comments.split())
            for place in file.source_code_info.location
        }
        for index, service in enumerate(file.service):
            path = (SERVICES, index)
            parts.append(f"### {service.name}\n{_wrapped(comments[path])}")
            rows = (
                (
                    f"`{method.name}`",
                    _call(method.input_type, streamed=method.client_streaming),
                    _call(method.output_type, streamed=method.server_streaming),
                    comments[*path, METHODS, place],
                )
                for place, method in enumerate(service.method)
            )
            parts.append(_table(("RPC", "request", "response", "purpose"), rows))
        parts.extend(_message(message, index, comments) for index, message in enumerate(file.message_type))
        parts.extend(_enum(enum, index, comments) for index, enum in enumerate(file.enum_type))
    return "\n\n".join(parts) + "\n"


def _message(message: DescriptorProto, index: int, comments: Comments) -> str:
    path = (MESSAGES, index)
    head = f"#### {message.name}\n{_wrapped(comments[path])}"
    if not message.field:
        return head
    rows = (
        (f"`{field.name}`", _type(field, message), comments[*path, FIELDS, place])
        for place, field in enumerate(message.field)
    )
    return f"{head}\n\n{_table(('field', 'type', 'meaning'), rows)}"


def _enum(enum: EnumDescriptorProto, index: int, comments: Comments) -> str:
    path = (ENUMS, index)
    rows = (
        (f"`{value.name}`", str(value.number), comments[*path, VALUES, place])
        for place, value in enumerate(enum.value)
    )
    return f"#### {enum.name}\n{_wrapped(comments[path])}\n\n{_table(('value', 'number', 'meaning'), rows)}"


def _wrapped(comment: str) -> str:
    return textwrap.fill(comment, 100, break_long_words=False, break_on_hyphens=False)


def _type(field: FieldDescriptorProto, message: DescriptorProto) -> str:
    kind = _link(field.type_name) if field.type_name else FieldDescriptorProto.Type.Name(field.type)
    kind = kind.removeprefix("TYPE_").lower() if not field.type_name else kind
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        return f"repeated {kind}"
    if field.proto3_optional:
        return f"optional {kind}"
    if field.HasField("oneof_index"):
        return f"{kind}, one of `{message.oneof_decl[field.oneof_index].name}`"
    return kind


def _call(type_name: str, *, streamed: bool) -> str:
    return f"stream of {_link(type_name)}" if streamed else _link(type_name)


def _link(type_name: str) -> str:
    name = type_name.rpartition(".")[2]
    if type_name.startswith(".google."):
        return f"`{type_name.removeprefix('.')}`"
    return f"[{name}](#{name.lower()})"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(written: str) -> str:
    """Return the page with a new reference.

    Parameters
    ----------
    written : str
        The present page. The part before the mark stays.

    Returns
    -------
    str
        The new page.

    Raises
    ------
    SystemExit
        The page has no mark.
    """
    prose, mark, _ = written.partition(MARK)
    if not mark:
        raise SystemExit(f"{PAGE} lacks this line: {MARK}")
    return f"{prose}{MARK}\n{reference()}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
