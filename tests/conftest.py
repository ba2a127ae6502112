"""Settings for all tests."""

import os
import signal

# Tests start daemons while clients are open: gRPC's fork handlers would now and then end one before it has
# begun (grpc/grpc#43055).
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

from hypothesis import settings

# How long an example takes says something of what else the machine does, and nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A test run under nohup, or in the background, hands down that signals are ignored; a handler it does not. So
# daemons heed them, without Python code between fork and exec: there it may wait for other threads for ever.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)
