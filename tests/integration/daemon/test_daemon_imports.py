"""What the daemon imports at its start, and what it leaves to the work that needs it."""

import os
import subprocess
import sys
from pathlib import Path

from making.daemon import serve_command


def test_what_only_imports_need_is_not_loaded_with_the_daemon() -> None:
    late = "{'numba', 'sklearn', 'joblib', 'ot'}"
    code = f"import sys; import scenescore.daemon.server; print({late} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert ran.stdout.strip() == "set()"


def test_neither_tensorflow_nor_the_machinery_of_imports_is_loaded_at_the_start(
    tiny_home: Path, tmp_path: Path
) -> None:
    command = serve_command(tmp_path / "ready.json", "--bundle", "tiny")
    code = (
        "import sys, threading, time, pathlib\n"
        f"ready = pathlib.Path({str(tmp_path / 'ready.json')!r})\n"
        "def look():\n"
        "    while not ready.exists(): time.sleep(0.01)\n"
        "    heavy = {'tensorflow', 'keras', 'sklearn', 'numba', 'ot', 'joblib'} & set(sys.modules)\n"
        "    print('loaded:', sorted(heavy), flush=True)\n"
        "    import os, signal; os.kill(os.getpid(), signal.SIGTERM)\n"
        "threading.Thread(target=look).start()\n"
        f"sys.argv = {command[2:]!r}\n"
        "from scenescore.cli.main import main; main()\n"
    )
    environment = {**os.environ, "SCENESCORE_HOME": str(tiny_home)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=300, check=True
    )
    assert "loaded: []" in ran.stdout
