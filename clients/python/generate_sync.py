"""Generate the blocking client from the async client: ``uv run python clients/python/generate_sync.py``.

The generated files are committed. ``--check`` changes nothing and fails if they are out of date.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent / "scenescore_client"
ASYNC, SYNC = PACKAGE / "_async", PACKAGE / "_sync"
HEADER: Final = "# Generated from scenescore_client/_async/{name} by generate_sync.py. Do not edit.\n"
SUBSTITUTIONS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # The words of docstrings first, then types, then the language.
        (r"async iterable or iterable", "iterable"),
        (r"An ordinary iterable is read", "It is read"),
        (r"on asyncio", "without asyncio"),
        (r"AsyncIterable\[(\w+)\] \| Iterable\[\1\]", r"Iterable[\1]"),
        (r"AsyncGenerator\[(\w+), None\]", r"Generator[\1, None, None]"),
        (r"AsyncIterable, ", ""),
        (r"\bAsync(?=[A-Z])", ""),
        (r"\basync_(?=\w)", ""),
        (r"\b_async\b", "_sync"),
        (r"\basync (def|for|with)\b", r"\1"),
        (r"\bawait ", ""),
        (r"\b__a(enter|exit)__\b", r"__\1__"),
        (r"\baclos(e|ing)\b", r"clos\1"),
        (r"\basynccontextmanager\b", "contextmanager"),
        (r"\bgrpc\.aio\.", "grpc."),
        (r"\baio_channel\b", "channel"),
        (r"\bfor (\w+) in (\w+):\n +yield \1\n", r"yield from \2\n"),
    )
)


def to_sync(source: str, name: str) -> str:
    """Return the blocking form of an async module.

    Parameters
    ----------
    source : str
        The async module's code.
    name : str
        Its file name, for the header.

    Returns
    -------
    str
        Formatted code.

    Raises
    ------
    subprocess.CalledProcessError
        Ruff can't format the result.
    """
    for pattern, replacement in SUBSTITUTIONS:
        source = pattern.sub(replacement, source)
    target = str(SYNC / name)
    sorted_imports = _ruff(
        "check", "--select", "I", "--fix", "--quiet", "--stdin-filename", target, text=source
    )
    return HEADER.format(name=name) + _ruff("format", "--stdin-filename", target, text=sorted_imports)


def _ruff(*arguments: str, text: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "-"]
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def main() -> None:
    """Write or check the generated package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a file is out of date")
    check = parser.parse_args().check
    expected = {path.name: to_sync(path.read_text("utf-8"), path.name) for path in sorted(ASYNC.glob("*.py"))}
    if check:
        present = {path.name: path.read_text("utf-8") for path in SYNC.glob("*.py")}
        if present != expected:
            wrong = sorted(name for name in {*present, *expected} if present.get(name) != expected.get(name))
            raise SystemExit(f"out of date: {', '.join(wrong)}; run: uv run python {sys.argv[0]}")
        return
    SYNC.mkdir(exist_ok=True)
    for path in SYNC.glob("*.py"):
        if path.name not in expected:
            path.unlink()
    for name, code in expected.items():
        (SYNC / name).write_text(code, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
