"""What the daemon imports at its start, and what it leaves to the work that needs it."""

import os
import subprocess
import sys
from pathlib import Path

from making.daemon import serve_command


def test_the_daemon_loads_no_module_that_only_imports_need() -> None:
    late = "{'numba', 'sklearn', 'joblib', 'ot'}"
    code = f"import sys; import scenescore.daemon.server; print({late} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert ran.stdout.strip() == "set()"


def test_a_starting_daemon_loads_neither_tensorflow_nor_modules_of_imports(
    tiny_home: Path, tmp_path: Path
) -> None:
    command = serve_command(tmp_path / "ready.json", "--bundle", "tiny")
    code = (
        "import sys, threading, time, pathlib\n"
        f"ready = pathlib.Path({str(tmp_path / 'ready.json')!r})\n"
        "def report():\n"
        "    while not ready.exists(): time.sleep(0.01)\n"
        "    heavy = {'tensorflow', 'keras', 'sklearn', 'numba', 'ot', 'joblib'} & set(sys.modules)\n"
        "    print('loaded:', sorted(heavy), flush=True)\n"
        "    import os, signal; os.kill(os.getpid(), signal.SIGTERM)\n"
        "threading.Thread(target=report).start()\n"
        f"sys.argv = {command[2:]!r}\n"
        "from scenescore.cli.main import main; main()\n"
    )
    environment = {**os.environ, "SCENESCORE_HOME": str(tiny_home)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=300, check=True
    )
    assert "loaded: []" in ran.stdout
