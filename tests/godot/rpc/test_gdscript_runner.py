"""The runner of the tests in GDScript fails a run where it must."""

import re
import shutil

import pytest

from making.godot.project import ADDON_PROJECT, GodotProject, GodotRun

HEADER = 'extends "test_case.gd"\n'
GOOD = HEADER + "func test_good() -> void:\n\tcheck(true, 'holds')\n"
CHECKED = HEADER + "func test_it() -> void:\n\tcheck(true, 'holds')\n\t"
FAILING = {
    "a check that does not hold": (
        HEADER + "func test_it() -> void:\n\tcheck(1 > 2, 'one is more')\n",
        "one is more (test_it.gd:3)",
    ),
    "values that differ": (
        HEADER + "func test_it() -> void:\n\tequal([1, 'a'], [1, 'b'], 'the list')\n",
        'the list: got [1, "a"], expected [1, "b"] (test_it.gd:3)',
    ),
    "types that do not compare": (
        HEADER + "func test_it() -> void:\n\tequal(1, '1', 'the type')\n",
        'the type: got 1, expected "1"',
    ),
    "not a number": (
        HEADER + "func test_it() -> void:\n\tnear(NAN, 1.0, 9.0, 'the size')\n",
        "the size: got nan, expected 1.0 ± 9.0",
    ),
    "a script error": (
        CHECKED + "var nothing: Variant = null\n\tnothing.call_it()\n",
        "script error: Invalid call. Nonexistent function 'call_it' in base 'Nil'. (res://tests/test_it.gd:5",
    ),
    "a script error after a frame": (
        CHECKED + "await get_tree().process_frame\n\tvar nothing: Variant = null\n\tnothing.call_it()\n",
        "Nonexistent function 'call_it'",
    ),
    "an error that is pushed": (CHECKED + "push_error('went wrong')\n", "error: went wrong"),
    "an error on another thread": (
        CHECKED
        + "var thread := Thread.new()\n\tthread.start(push_error.bind('went wrong'))\n"
        + "\tthread.wait_to_finish()\n",
        "error: went wrong",
    ),
    "a warning": (CHECKED + "push_warning('looks odd')\n", "warning: looks odd"),
    "an error beside the one allowed": (
        CHECKED + "allow_errors('odd')\n\tpush_error('looks odd')\n\tpush_error('went wrong')\n",
        "error: went wrong",
    ),
    "no check": (HEADER + "func test_it() -> void:\n\tpass\n", "checks nothing"),
    "no test": (HEADER, "has no method test_*"),
    "an end that never comes": (
        CHECKED + "await get_tree().create_timer(999.0).timeout\n",
        "did not end within 2.0 s",
    ),
    "a file that does not parse": (HEADER + "func test_it() -> void\n", "can't be loaded"),
    "an untyped declaration": (HEADER + "func test_it():\n\tcheck(true, 'holds')\n", "can't be loaded"),
    "a file that is no test case": (
        "extends RefCounted\nfunc test_it() -> void:\n\tpass\n",
        "does not extend test_case.gd",
    ),
}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    folder = tmp_path_factory.mktemp("scratch")
    project = GodotProject(folder / "project", folder / "home")
    (project.path / "tests").mkdir(parents=True)
    (project.path / "project.godot").write_text(
        'config_version=5\n[application]\nconfig/name="Scratch"\n'
        "[debug]\ngdscript/warnings/untyped_declaration=2\n"
    )
    for name in ("runner.gd", "error_log.gd", "test_case.gd"):
        shutil.copy(ADDON_PROJECT / "tests" / name, project.path / "tests")
    return project


def run(scratch: GodotProject, code: str, *options: str) -> GodotRun:
    (scratch.path / "tests" / "test_it.gd").write_text(code)
    return scratch.run("-s", "res://tests/runner.gd", "--", *options)


@pytest.fixture(scope="module")
def failing_run(scratch: GodotProject) -> GodotRun:
    """Run a file with each fault; each is named after its fault's place in the list."""
    folder = scratch.path / "faults"
    folder.mkdir()
    for number, (code, _) in enumerate(FAILING.values()):
        (folder / f"test_{number}.gd").write_text(code.replace("test_case.gd", "../tests/test_case.gd", 1))
    return scratch.run(
        "-s", "res://tests/runner.gd", "--", "--dir", "res://faults", "--timeout", "2", timeout_s=120.0
    )


@pytest.mark.parametrize("fault", FAILING)
def test_a_run_fails_on(fault: str, failing_run: GodotRun) -> None:
    number = list(FAILING).index(fault)
    _, after = failing_run.output.split(f"\nFAIL test_{number}.gd", 1)
    problems = re.split(r"\n(?=FAIL |ok   |\d+ passed)", after, maxsplit=1)[0]
    assert FAILING[fault][1].replace("test_it", f"test_{number}").replace("/tests/", "/faults/") in problems


def test_a_run_with_failures_ends_with_their_count_and_1(failing_run: GodotRun) -> None:
    assert f"0 passed, {len(FAILING)} failed" in failing_run.output
    assert failing_run.code == 1


def test_a_loop_without_an_end_ends_the_run(scratch: GodotProject) -> None:
    ended = run(scratch, CHECKED + "while true:\n\t\tpass\n", "--timeout", "1")
    assert ended.code != 0
    assert "FAIL test_it.gd" in ended.output
    assert "holds the main thread" in ended.output


def test_a_run_passes_when_all_holds(scratch: GodotProject) -> None:
    ended = run(scratch, GOOD).check()
    assert "ok   test_it.gd::test_good" in ended.output
    assert "1 passed, 0 failed" in ended.output


def test_an_error_on_purpose_may_be_allowed(scratch: GodotProject) -> None:
    ended = run(scratch, CHECKED + "allow_errors('purpose')\n\tpush_error('on purpose')\n")
    assert ended.code == 0


def test_each_test_has_an_instance_of_its_own_between_before_and_after(scratch: GodotProject) -> None:
    order = (
        HEADER
        + "var count: int = 0\n"
        + "func before_each() -> void:\n\tawait get_tree().process_frame\n\tcount += 1\n"
        + "func after_each() -> void:\n\tprint('after ', count)\n"
        + "func test_one() -> void:\n\tequal(count, 1)\n\tcount = 5\n"
        + "func test_two() -> void:\n\tequal(count, 1)\n\tcount = 7\n"
    )
    ended = run(scratch, order).check()
    assert [line for line in ended.output.splitlines() if "after" in line] == ["after 5", "after 7"]


def test_a_filter_picks_and_one_that_picks_nothing_fails(scratch: GodotProject) -> None:
    two = GOOD + "func test_other() -> void:\n\tcheck(true, 'holds')\n"
    assert "1 passed, 0 failed" in run(scratch, two, "--only", "test_it.gd::good").output
    assert "1 passed, 0 failed" in run(scratch, two, "--only", "::other").output
    assert "2 passed, 0 failed" in run(scratch, two, "--only", "test_it.gd").output
    assert run(scratch, two, "--only", "elsewhere").code == 1


def test_an_option_that_is_none_is_named(scratch: GodotProject) -> None:
    ended = run(scratch, GOOD, "--onyl", "it")
    assert ended.code == 2
    assert "--onyl: not an option" in ended.output
