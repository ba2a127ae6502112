"""Settings for all tests."""

from hypothesis import settings

# How long an example takes says something of what else the machine does, and nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
