"""Commands about the daemon and the machine that it runs on: ``serve`` and ``doctor``.

Addresses, limits and folders come in. Out come the line that tells clients where the daemon is, or what is
installed and what is wrong with it.
"""
