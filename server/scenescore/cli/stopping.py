"""Ctrl-C: long work ends in order, and the terminal keeps a line that says so."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

STOPPED_EXIT_CODE: Final = 130
"""What a shell expects of a program that Ctrl-C ended: 128 and the number of SIGINT."""


@contextmanager
def stop_on_signal(kept: str, *, say: Callable[[str], None] | None = None) -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C and SIGTERM set. A second Ctrl-C ends the process at once.

    Parameters
    ----------
    kept : str
        What is kept, as half a sentence; it is said at the first Ctrl-C.
    say : callable, optional
        Shows a line that stays, also while a progress bar is shown; by default on standard error.

    Yields
    ------
    threading.Event
    """
    stop = threading.Event()

    def set_stop(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        line = f"Stopping; {kept}. Press Ctrl-C again to discard it."
        if say is None:
            click.echo(line, err=True)
        else:
            say(line)

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, set_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
