"""In which numbers the convolutions of a training compute."""

from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError

AUTO: Final = "auto"
FLOAT32: Final = "float32"
BFLOAT16: Final = "bfloat16"
PRECISIONS: Final = (AUTO, FLOAT32, BFLOAT16)

CPUINFO: Final = Path("/proc/cpuinfo")
KNOW_BFLOAT16: Final = frozenset({"avx512_bf16", "amx_bf16"})
"""What Linux calls the instructions; without them bfloat16 is slower than float32."""


def check_precision(precision: str) -> None:
    """Refuse what is no precision.

    Raises
    ------
    InvalidInputError
        With those that there are.
    """
    if precision not in PRECISIONS:
        raise InvalidInputError(
            f"there is no precision {precision!r}: give {', '.join(PRECISIONS)}", field="precision"
        )


def computes_bfloat16() -> bool:
    """Return whether the processor has instructions for bfloat16; False where that can't be told."""
    try:
        text = CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return not KNOW_BFLOAT16.isdisjoint(flags.split())
