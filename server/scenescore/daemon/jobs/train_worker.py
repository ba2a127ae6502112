"""``python -m scenescore.daemon.jobs.train_worker``: the process of one training.

The first line of standard input is a JSON object with the arguments of the training. Standard output carries
one JSON object a line: the progress, and last either ``done`` or ``error``. When standard input ends, because
the daemon has closed it or has ended, the training stops and keeps the best network so far.
"""

import json
import os
import sys
import threading
from typing import Any, TextIO

from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.model.progress import TrainProgress
from scenescore.model.train import train


def main() -> None:
    """Run the training that standard input describes."""
    # Whatever libraries print must not mix with the lines for the daemon.
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    arguments: dict[str, Any] = json.loads(sys.stdin.readline())
    stop = threading.Event()
    threading.Thread(target=_stop_after, args=(sys.stdin, stop), daemon=True).start()

    def tell(progress: TrainProgress) -> None:
        is_training = progress.stage == "training"
        line = {
            "stage": progress.stage,
            "epoch": progress.done if is_training else 0,
            "epochs": progress.total if is_training else 0,
            "loss": progress.loss,
            "validation_loss": progress.validation_loss,
            "eta_s": progress.eta_s,
        }
        try:
            lines.write(json.dumps(line) + "\n")
        except BrokenPipeError:
            stop.set()

    try:
        train(**arguments, progress=tell, stop=stop)
        last: dict[str, Any] = {"done": True}
    except ScenescoreError as error:
        field = error.field if isinstance(error, InvalidInputError) else ""
        last = {
            "error": {
                "status": error.status,
                "reason": error.reason,
                "message": error.message,
                "field": field,
            }
        }
    try:
        lines.write(json.dumps(last) + "\n")
        lines.flush()
    except BrokenPipeError:
        os._exit(0)


def _stop_after(stdin: TextIO, stop: threading.Event) -> None:
    while stdin.readline():
        pass
    stop.set()


if __name__ == "__main__":
    main()
