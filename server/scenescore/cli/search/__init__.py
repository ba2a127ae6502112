"""Commands that search without a game that runs.

`find` takes a scene in words and names tracks; `scenes` takes a track and names parts of clips.
"""
