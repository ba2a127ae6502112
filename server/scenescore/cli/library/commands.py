"""The group ``scenescore library`` with all its commands, also those that have files of their own."""

from scenescore.cli.library import add, remove, update
from scenescore.cli.library.library import library

__all__ = ["add", "library", "remove", "update"]
