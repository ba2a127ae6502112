"""A project's own file, ``scenescore.toml``: in comes a folder, out go its music, bundle, scenes and cues.

`project_file` reads the file, `editing` changes it, and `sync` teaches a library what it says.
"""
