"""Commands let Python look for garbage less often than it does by itself."""

import subprocess
import sys

from scenescore.cli.garbage import NEW_OBJECTS_PER_COLLECTION


def printed_by(script: str) -> list[str]:
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_a_command_sets_the_limit_for_its_own_process() -> None:
    script = """
import atexit, gc
from scenescore.cli.main import main
atexit.register(lambda: print(gc.get_threshold()[0]))
main(["--version"])
"""
    assert printed_by(script)[-1] == str(NEW_OBJECTS_PER_COLLECTION)


def test_garbage_is_still_found() -> None:
    script = f"""
import weakref
from scenescore.cli.garbage import collect_less
collect_less()
class Ring: pass
first = Ring(); first.itself = first
seen = weakref.ref(first)
del first
kept = [[] for _ in range({NEW_OBJECTS_PER_COLLECTION} + 1000)]
print(seen() is None)
"""
    assert printed_by(script) == ["True"]
