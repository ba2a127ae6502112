"""Commands that name music for scenes: ``match``, ``watch`` and ``assign``."""
