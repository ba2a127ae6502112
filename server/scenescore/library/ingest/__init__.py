"""From music files to tracks in the library.

Folders and files come in; tags, features and segments are read or computed in worker processes, and
tracks go into the store. A broken file is named and skipped.
"""
