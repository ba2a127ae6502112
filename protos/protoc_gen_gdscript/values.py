"""The GDScript that writes and reads one value of a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protoc_gen_gdscript.scalars import Scalar, Wire

Local = Callable[[str], str]
"""Returns a name for a local variable that no field of the message has."""


@dataclass(frozen=True)
class Value:
    """A scalar, an enum or a message.

    Parameters
    ----------
    type : str
        The type in GDScript.
    scalar : Scalar or None
        None for a message.
    local : Callable
        Returns a name for a local variable that no field of the message has.
    """

    type: str
    scalar: Scalar | None
    local: Local

    @property
    def default(self) -> str:
        """The default value."""
        return self.scalar.default if self.scalar else "null"

    @property
    def wire(self) -> Wire:
        """The wire type."""
        return self.scalar.wire if self.scalar else Wire.LENGTH

    @property
    def is_message(self) -> bool:
        """Whether the value is a message."""
        return self.scalar is None

    @property
    def put(self) -> str:
        """The suffix of ``put_…`` for a bare value; empty where it is never packed."""
        return self.scalar.put if self.scalar else ""

    def is_set(self, name: str) -> str:
        """Return the condition that the variable must be written."""
        return self.scalar.is_set(name) if self.scalar else f"{name} != null"

    def write(self, number: int, name: str, writer: str = "") -> str:
        """Return the statement that writes the variable as a field, with the message's writer or another."""
        writer = writer or self.local("writer")
        if self.scalar:
            return f"{writer}.add_{self.scalar.add}({number}, {name})"
        return f"{writer}.add_bytes({number}, {name}.to_bytes())"

    def read(self, name: str) -> list[str]:
        """Return the statements that read into the variable; they merge into a message."""
        if self.scalar:
            return [f"{name} = {self._scalar_read()}"]
        return [f"if {name} == null:", f"\t{name} = {self.type}.new()", *self._merge(name)]

    def append(self, name: str) -> list[str]:
        """Return the statements that read a new element of the array."""
        if self.scalar:
            return [f"{name}.append({self._scalar_read()})"]
        return [f"{name}.append({self.type}.new())", *self._merge(f"{name}[-1]")]

    def _scalar_read(self) -> str:
        assert self.scalar
        cast = f" as {self.type}" if self.scalar.is_enum else ""
        return f"{self.local('reader')}.read_{self.scalar.read}(){cast}"

    def _merge(self, target: str) -> list[str]:
        reader, end = self.local("reader"), self.local("outer_end")
        return [
            f"var {end}: int = {reader}.enter()",
            f"{target}.merge_from({reader})",
            f"{reader}.leave({end})",
        ]
