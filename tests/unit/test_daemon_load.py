"""Whether the daemon has more to do than it has threads for."""

import contextlib

from scenescore.daemon.load import Load


def test_the_load_is_high_once_work_waits_for_a_thread() -> None:
    load = Load(2)
    with contextlib.ExitStack() as work:
        told = []
        for _ in range(3):
            work.enter_context(load.one_more())
            told.append(load.is_high)
    assert told == [False, False, True]
    assert not load.is_high


def test_work_that_fails_is_no_load_any_more() -> None:
    load = Load(1)
    for _ in range(3):
        with contextlib.suppress(ValueError), load.one_more():
            raise ValueError
    with load.one_more():
        assert not load.is_high
