"""The lines that install Scenescore, for every text that names one.

No package registry has Scenescore. So a line works in a checkout alone, and takes the light client from it,
too. It never installs what a stranger publishes under one of our names.
"""

import json
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

Tool = Literal["uv", "pip", "pipx"]

EXTRAS: Final = {"train": "tensorflow", "cluster": "distributed", "words": "wordllama"}
"""The extras of the program, each with a module that it brings."""
CLIENT_FOLDER: Final = "./clients/python"


def install_line(*extras: str, tool: Tool = "uv", python: str = "") -> str:
    """Return the line that installs the program, for a shell in a checkout.

    Parameters
    ----------
    *extras : str
        Some of `EXTRAS`.
    tool : {"uv", "pip", "pipx"}
        What installs it.
    python : str
        The Python to install it for, such as ``3.13``; empty for the tool's choice. Only for uv.

    Returns
    -------
    str
    """
    folder = f'".[{",".join(extras)}]"' if extras else "."
    # pip and pipx don't know that the checkout has the light client, and would look for it in a registry.
    match tool:
        case "pip":
            return f"pip install {CLIENT_FOLDER} {folder}"
        case "pipx":
            # pipx runs its installer in a folder of its own.
            return f'pipx install {folder} --preinstall "$PWD/{CLIENT_FOLDER.removeprefix("./")}"'
    options = f"--python {python} " if python else ""
    # uv puts only the program itself on PATH; the machines of a cluster need the command `dask`, too.
    options += "--with-executables-from dask " if "cluster" in extras else ""
    return f"uv tool install {options}{folder}"


def update_line(*extras: str, tool: Tool = "uv") -> str:
    """Return the line that installs the program anew, after the checkout has changed.

    Parameters
    ----------
    *extras, tool
        As for `install_line`.

    Returns
    -------
    str
    """
    line = install_line(*extras, tool=tool)
    # pip builds a folder anew by itself. uv keeps the light client while its version stays the same.
    return {
        "uv": line.replace("uv tool install", "uv tool install --reinstall", 1),
        "pip": line,
        "pipx": line.replace("pipx install", "pipx install --force", 1),
    }[tool]


def wheels_line(version: str) -> str:
    """Return the line that installs a release's two wheels, for a shell in the folder that holds them.

    Parameters
    ----------
    version : str
        The release's, such as ``0.2.0``.

    Returns
    -------
    str
    """
    program, client = (f"./{name}-{version}-py3-none-any.whl" for name in ("scenescore", "scenescore_client"))
    return f"uv tool install {program} --with {client}"


def client_line(*extras: str) -> str:
    """Return the line that installs the light client alone, for a shell in a checkout.

    Parameters
    ----------
    *extras : str
        ``screen``, ``video`` or both.

    Returns
    -------
    str
    """
    return f'pip install "{CLIENT_FOLDER}[{",".join(extras)}]"' if extras else f"pip install {CLIENT_FOLDER}"


def extra_advice(extra: str, python: str = "") -> str:
    """Say how this installation gets one more extra, and keeps those that it has.

    Parameters
    ----------
    extra : str
        One of `EXTRAS`.
    python : str
        As for `install_line`.

    Returns
    -------
    str
        Goes on after "...:" or "...;", and has no full stop.
    """
    extras = [name for name, module in EXTRAS.items() if name == extra or find_spec(module)]
    tool: Tool = "uv" if python else installed_by()
    return f"run `{install_line(*extras, tool=tool, python=python)}` in {_checkout_in_words()}"


def update_advice() -> str:
    """Say how this installation is made anew.

    Returns
    -------
    str
        Goes on after "...:" or "...;", and has no full stop.
    """
    extras = [name for name, module in EXTRAS.items() if find_spec(module)]
    return f"run `{update_line(*extras, tool=installed_by())}` in {_checkout_in_words()}"


def client_advice(extra: str) -> str:
    """Say how the light client gets one more extra.

    Parameters
    ----------
    extra : str
        ``screen`` or ``video``.

    Returns
    -------
    str
        Goes on after "...:" or "...;", and has no full stop.
    """
    return f"run `{client_line(extra)}` in a checkout of Scenescore"


def installed_by() -> Tool:
    """Return what has installed the program that runs; uv where nothing is known.

    Returns
    -------
    {"uv", "pip", "pipx"}
    """
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return "pipx"
    program = _program()
    by_pip = program is not None and (program.read_text("INSTALLER") or "").strip() == "pip"
    return "pip" if by_pip else "uv"


def installed_from() -> Path | None:
    """Return the checkout that the program was installed from.

    Returns
    -------
    Path or None
        None where that isn't known, or where the folder is gone.
    """
    source = _source()
    url = urlsplit(source.get("url", ""))
    folder = Path(url2pathname(url.path)) if url.scheme == "file" and "dir_info" in source else None
    return folder if folder is not None and (folder / "pyproject.toml").is_file() else None


def is_checkout() -> bool:
    """Say whether the program runs in its checkout, as ``uv run`` starts it, and isn't installed.

    Returns
    -------
    bool
    """
    return bool(_source().get("dir_info", {}).get("editable"))


def _source() -> dict[str, Any]:
    program = _program()
    text = program.read_text("direct_url.json") if program is not None else None
    source: dict[str, Any] = json.loads(text or "{}")
    return source


def _program() -> Distribution | None:
    try:
        return distribution("scenescore")
    except PackageNotFoundError:
        return None


def _checkout_in_words() -> str:
    return str(installed_from() or "a checkout of Scenescore")
