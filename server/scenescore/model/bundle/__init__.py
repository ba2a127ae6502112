"""Bundles: folders that hold what was learnt from a referred game.

Networks, scaling and memory come in and a folder with a manifest goes out, or the other way round.
`installed` finds the user's bundles and those that come with Scenescore.
"""
