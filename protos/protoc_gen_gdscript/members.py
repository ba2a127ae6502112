"""Generates the members of a message's class."""

from __future__ import annotations

from dataclasses import dataclass, field

from protoc_gen_gdscript.docs import indented
from protoc_gen_gdscript.scalars import Wire
from protoc_gen_gdscript.values import Value


@dataclass(frozen=True)
class Member:
    """The code of one field: lines without indentation."""

    declaration: list[str]
    """The variable, without its comment."""
    write: list[str]
    """Statements in ``to_bytes``."""
    read: list[tuple[int, list[str]]]
    """Statements in ``merge_from``, by tag."""
    private: list[str] = field(default_factory=list)
    """Private variables."""
    methods: list[list[str]] = field(default_factory=list)


def tag(number: int, wire: int) -> int:
    """Return the tag that precedes a field's value."""
    return number << 3 | wire


def singular(number: int, name: str, value: Value) -> Member:
    """Return a field without presence, or a sub message, which is null when unset."""
    return Member(
        declaration=[f"var {name}: {value.type} = {value.default}"],
        write=[f"if {value.is_set(name)}:", f"\t{value.write(number, name)}"],
        read=[(tag(number, value.wire), value.read(name))],
    )


def optional(number: int, name: str, value: Value) -> Member:
    """Return a scalar with presence."""
    given, known = value.local("value"), f"_has_{name}"
    has = [f"## Whether [member {name}] is set.", f"func has_{name}() -> bool:", f"\treturn {known}"]
    clear = [
        f"## Unsets [member {name}].",
        f"func clear_{name}() -> void:",
        f"\t{name} = {value.default}",
        f"\t{known} = false",
    ]
    return Member(
        declaration=[
            f"var {name}: {value.type} = {value.default}:",
            f"\tset({given}):",
            f"\t\t{name} = {given}",
            f"\t\t{known} = true",
        ],
        write=[f"if {known}:", f"\t{value.write(number, name)}"],
        read=[(tag(number, value.wire), value.read(name))],
        private=[f"var {known}: bool = false"],
        methods=[has, clear],
    )


def one_of(number: int, name: str, value: Value, store: str, case: str) -> Member:
    """Return a member of a oneof, whose members share the variable `store`; `case` is its enum value."""
    given, present = value.local("value"), f"{store}_case"
    cases = case.rpartition(".")[0]
    if value.is_message:
        setter = [
            f"if {given} != null:",
            f"\t{store} = {given}",
            f"\t{present} = {case}",
            f"elif {present} == {case}:",
            f"\t{store} = null",
            f"\t{present} = {cases}.NONE",
        ]
    else:
        setter = [f"{store} = {given}", f"{present} = {case}"]
    return Member(
        declaration=[
            f"var {name}: {value.type}:",
            "\tget:",
            f"\t\treturn {store} if {present} == {case} else {value.default}",
            f"\tset({given}):",
            *indented(setter, 2),
        ],
        write=[f"if {present} == {case}:", f"\t{value.write(number, name)}"],
        read=[(tag(number, value.wire), value.read(name))],
    )


def repeated(number: int, name: str, value: Value, *, packed: bool) -> Member:
    """Return a repeated field. Numbers are read in packed and unpacked form."""
    item, elements, end = (value.local(local) for local in ("item", "packed", "outer_end"))
    writer, reader = value.local("writer"), value.local("reader")
    write = [f"for {item}: {value.type} in {name}:", f"\t{value.write(number, item)}"]
    read = [(tag(number, value.wire), value.append(name))]
    if value.put:
        all_elements = [
            f"var {end}: int = {reader}.enter()",
            f"while {reader}.has_more():",
            *indented(value.append(name)),
            f"{reader}.leave({end})",
        ]
        read.append((tag(number, Wire.LENGTH), all_elements))
    if packed:
        write = [
            f"if not {name}.is_empty():",
            f"\tvar {elements}: _Writer = _Writer.new()",
            f"\tfor {item}: {value.type} in {name}:",
            f"\t\t{elements}.put_{value.put}({item})",
            f"\t{writer}.add_bytes({number}, {elements}.bytes)",
        ]
    return Member([f"var {name}: Array[{value.type}] = []"], write, read)


def mapped(number: int, name: str, key: Value, value: Value) -> Member:
    """Return a map field: each entry is a message with the key as field 1 and the value as field 2."""
    one, other, entry, end = (key.local(local) for local in ("key", "value", "entry", "entry_end"))
    writer, reader = key.local("writer"), key.local("reader")
    write = [
        f"for {one}: {key.type} in {name}:",
        f"\tvar {entry}: _Writer = _Writer.new()",
        f"\t{key.write(1, one, entry)}",
        f"\t{value.write(2, f'{name}[{one}]', entry)}",
        f"\t{writer}.add_bytes({number}, {entry}.bytes)",
    ]
    read = [
        f"var {one}: {key.type} = {key.default}",
        f"var {other}: {value.type} = {f'{value.type}.new()' if value.is_message else value.default}",
        f"var {end}: int = {reader}.enter()",
        f"while {reader}.next_field():",
        *indented(
            matched(reader, [(tag(1, key.wire), key.read(one)), (tag(2, value.wire), value.read(other))])
        ),
        f"{reader}.leave({end})",
        f"{name}[{one}] = {other}",
    ]
    declaration = [f"var {name}: Dictionary[{key.type}, {value.type}] = {{}}"]
    return Member(declaration, write, [(tag(number, Wire.LENGTH), read)])


def matched(reader: str, branches: list[tuple[int, list[str]]]) -> list[str]:
    """Return the ``match`` statement that reads known tags and skips unknown fields."""
    lines = [f"match {reader}.tag:"]
    for number, statements in branches:
        lines += [f"\t{number}:", *indented(statements, 2)]
    return [*lines, "\t_:", f"\t\t{reader}.skip_field()"]
