"""Which numbers the convolutions compute in during training."""

from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError

AUTO: Final = "auto"
FLOAT32: Final = "float32"
BFLOAT16: Final = "bfloat16"
PRECISIONS: Final = (AUTO, FLOAT32, BFLOAT16)

CPUINFO: Final = Path("/proc/cpuinfo")
BFLOAT16_CPU_FLAGS: Final = frozenset({"avx512_bf16", "amx_bf16"})
"""Linux' names of the instructions. Without them bfloat16 is slower than float32."""


def check_precision(precision: str) -> None:
    """Check the name of a precision.

    Parameters
    ----------
    precision : str
        ``auto``, ``float32`` or ``bfloat16``.

    Raises
    ------
    InvalidInputError
        It is none of these.
    """
    if precision not in PRECISIONS:
        raise InvalidInputError(
            f"there is no precision {precision!r}: give {', '.join(PRECISIONS)}", field="precision"
        )


def computes_bfloat16() -> bool:
    """Return whether the processor has instructions for bfloat16. False where Linux doesn't say."""
    try:
        text = CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return not BFLOAT16_CPU_FLAGS.isdisjoint(flags.split())
