"""Commands about the daemon and the machine that it runs on: ``serve`` and ``doctor``."""
