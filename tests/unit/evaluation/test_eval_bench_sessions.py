"""``scenescore-eval bench sessions``: its result for measurements within and above the limit."""

import pytest

from scenescore_eval.benchmarks.sessions import Level, summarise_levels


def level(sessions: int, p95_ms: float) -> Level:
    return Level(
        sessions=sessions,
        p50_ms=p95_ms / 2,
        p95_ms=p95_ms,
        answers=10 * sessions,
        frames_dropped=0,
        cpu_percent=float(sessions),
        memory_mb=100.0 + sessions,
        load_cpu_percent=5.0,
    )


@pytest.mark.parametrize(
    ("p95_ms", "sessions", "reached_limit"),
    [((20, 40, 60), 30, False), ((20, 40, 300), 20, True), ((300,), 0, True), ((250,), 10, False)],
)
def test_the_highest_number_of_sessions_within_the_limit_counts(
    p95_ms: tuple[float, ...], sessions: int, reached_limit: bool
) -> None:
    levels = [level(10 * number, value) for number, value in enumerate(p95_ms, 1)]
    found = summarise_levels(levels, tracks=99, limit_ms=250, fair_sessions=None)
    assert (found.sessions, found.reached_limit) == (sessions, reached_limit)


def test_the_figures_are_those_of_the_highest_number_within_the_limit() -> None:
    levels = [level(10, 20), level(20, 40), level(30, 300)]
    found = summarise_levels(levels, tracks=99, limit_ms=250, fair_sessions=36)
    assert (found.p95_ms, found.cpu_percent, found.memory_mb) == (40, 20.0, 120.0)
    assert found.levels == levels
