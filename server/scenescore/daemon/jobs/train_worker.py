"""``python -m scenescore.daemon.jobs.train_worker``: one training, told by the daemon over standard input.

The first line of standard input says what to learn. Standard output carries one JSON object a line: how far
the training is, and last either ``done`` or ``error``. When standard input ends, because the daemon closes it
or is gone, the training stops and keeps the best so far.
"""

import json
import os
import sys
import threading
from typing import Any, TextIO

from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.model.train import train
from scenescore.model.training.progress import TrainProgress


def main() -> None:
    """Run the training that standard input asks for."""
    # Whatever a library prints must not come between the lines for the daemon.
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    wanted: dict[str, Any] = json.loads(sys.stdin.readline())
    stop = threading.Event()
    threading.Thread(target=_stop_at_the_end, args=(sys.stdin, stop), daemon=True).start()

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
        train(**wanted, progress=tell, stop=stop)
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


def _stop_at_the_end(stdin: TextIO, stop: threading.Event) -> None:
    while stdin.readline():
        pass
    stop.set()


if __name__ == "__main__":
    main()
