"""Imports: from music files to tracks in the library.

Files and folders come in. Tags are read, segments and features are computed in worker processes, and the
tracks go into the store. A file that can't be read is named and skipped.
"""
