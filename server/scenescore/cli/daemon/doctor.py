"""``scenescore doctor``: say what is installed, what is missing, and what to do about it."""

import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import click

from scenescore.cli.next_step import say_next
from scenescore.cli.options import library_option

PACKAGES = ("grpcio", "numpy", "onnxruntime", "librosa", "opencv-python-headless", "av", "POT", "mss")
STATE_MARKS = {"ok": ("✓", "green"), "note": ("•", "yellow"), "problem": ("✗", "red")}


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes
    ----------
    about : str
        What was checked.
    state : {"ok", "note", "problem"}
        ``note`` is for something that is not set up, ``problem`` for something that is broken.
    text : str
        What was found, and what to do.
    """

    about: str
    state: Literal["ok", "note", "problem"]
    text: str


@click.command()
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a list.")
def doctor(folder: Path | None, as_json: bool) -> None:
    """Check versions, bundles, library, screen capture, training and daemon on this machine.

    Ends with code 1 if something is broken. Something that is only not set up yet is no error.
    """
    findings = list(check_all(folder))
    broken = any(finding.state == "problem" for finding in findings)
    if as_json:
        rows = [{"about": one.about, "state": one.state, "text": one.text} for one in findings]
        click.echo(json.dumps({"healthy": not broken, "findings": rows}))
    else:
        for finding in findings:
            mark, colour = STATE_MARKS[finding.state]
            click.echo(f"{click.style(mark, fg=colour)} {finding.about}: {finding.text}")
    if broken:
        click.get_current_context().exit(1)
    if not as_json:
        _say_next(findings)


def check_all(library: Path | None) -> Iterator[Finding]:
    """Run all checks, one after the other.

    Parameters
    ----------
    library : Path or None
        The library's folder; None for the default.

    Yields
    ------
    Finding
    """
    yield _program()
    yield Finding("packages", "ok", ", ".join(f"{name} {_version(name)}" for name in PACKAGES))
    for about, check in (
        ("training", _training),
        ("bundles", _bundles),
        ("library", lambda: _library(library)),
        ("screen capture", _screen),
        ("daemon", _daemon),
    ):
        yield from _run_check(about, check)


def _run_check(about: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Run one check. An error in it becomes a finding, so that the other checks still run."""
    from scenescore.errors import ScenescoreError

    try:
        yield from check()
    except (ScenescoreError, ImportError, OSError) as error:
        yield Finding(about, "problem", str(error))


def _program() -> Finding:
    from scenescore.install import installed_from, update_advice

    own, client = version("scenescore"), _version("scenescore-client")
    if own != client:
        text = f"{own}, and its light client is {client or 'missing'}: {update_advice()}"
        return Finding("scenescore", "problem", text)
    where = f", from {folder}" if (folder := installed_from()) else ""
    return Finding(
        "scenescore", "ok", f"{own} on Python {platform.python_version()}, {platform.platform()}{where}"
    )


def _training() -> Iterator[Finding]:
    from scenescore.errors import UnavailableError
    from scenescore.model.plan import require_training_extra

    try:
        require_training_extra()
    except UnavailableError as missing:
        yield Finding("training", "note", str(missing))
    else:
        name = "tensorflow-cpu" if _version("tensorflow-cpu") else "tensorflow"
        yield Finding("training", "ok", f"{name} {_version(name)}")


def _bundles() -> Iterator[Finding]:
    from scenescore.model.bundle.installed import list_bundles

    bundles, broken = list_bundles()
    for path, reason in broken:
        yield Finding("bundles", "problem", f"{path}: {reason}")
    if bundles:
        yield Finding(
            "bundles", "ok", ", ".join(f"{one.name} ({one.game}, {one.feature_set})" for one in bundles)
        )
    elif not broken:
        yield Finding(
            "bundles",
            "note",
            "no bundle is installed; train one with `scenescore train --game NAME VIDEO...`",
        )


def _library(folder: Path | None) -> Iterator[Finding]:
    from scenescore import paths
    from scenescore.cli.library.library import open_library

    folder = folder or paths.library()
    if not folder.exists():
        yield Finding(
            "library",
            "note",
            f"{folder} doesn't exist yet; fill it with `scenescore init --music DIR` in your game's folder",
        )
        return
    with open_library(folder) as library:
        count = library.count()
        gone = sum(not Path(track.file).is_file() for track in library.tracks())
        text = f"{count} tracks of the project {library.project} in {folder}"
    if gone:
        yield Finding("library", "note", f"{text}; the files of {gone} of them are missing")
    elif count:
        yield Finding("library", "ok", text)
    else:
        yield Finding(
            "library", "note", f"{text}; fill it with `scenescore init --music DIR` in your game's folder"
        )


def _screen() -> Iterator[Finding]:
    from scenescore.frames.screen import monitors, screen_problem

    if problem := screen_problem():
        yield Finding("screen capture", "note", problem)
    else:
        sizes = ", ".join(f"{one.width}×{one.height}" for one in monitors()[1:])
        yield Finding("screen capture", "ok", f"works; monitors: {sizes}")


def _daemon() -> Iterator[Finding]:
    from scenescore.daemon.process.launch import find_running_daemon

    ready = find_running_daemon()
    if ready is None:
        yield Finding("daemon", "note", "not running; start it with `scenescore serve`")
    else:
        text = f"version {ready.version} answers on {ready.address} (process {ready.pid})"
        if ready.version != version("scenescore"):
            text += f"; it isn't this program, which is {version('scenescore')}: end it, and start it again"
        yield Finding("daemon", "ok" if ready.version == version("scenescore") else "note", text)


def _say_next(findings: list[Finding]) -> None:
    is_filled = any(one.about == "library" and one.state == "ok" for one in findings)
    if is_filled:
        say_next("scenescore watch", "play, and see what fits; `scenescore match CLIP` takes a recording")
    else:
        say_next("scenescore init --music DIR", "begin with your own music, in your game's folder")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
