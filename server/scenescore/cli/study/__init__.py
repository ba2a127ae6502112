"""The commands of the paper's three studies.

A data folder and options come in; tables for people or JSON go out. The studies themselves are
in `scenescore.studies`.
"""
