"""The contract ``scenescore.v1``, generated from ``protos/`` by ``protos/generate.py``."""
