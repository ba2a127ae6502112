"""``scenescore library`` and its subcommands.

Files of music and names of tracks come in; tables for people or JSON go out. The library itself is in
`scenescore.library`.
"""
