"""Settings for all tests."""

import os

# Tests start daemons while clients are open: gRPC's fork handlers would now and then end one before it has
# begun (grpc/grpc#43055).
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

from hypothesis import settings

# How long an example takes says something of what else the machine does, and nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
