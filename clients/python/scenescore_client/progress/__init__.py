"""The progress of long calls: imports and updates of the library. Messages come in, dataclasses go out."""
