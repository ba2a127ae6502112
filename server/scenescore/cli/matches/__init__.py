"""Commands that name music for scenes: ``match``, ``watch`` and ``assign``.

Clips or the screen come in; ranked tracks go out, as tables for people or JSON. Only ``watch`` needs a
daemon.
"""
