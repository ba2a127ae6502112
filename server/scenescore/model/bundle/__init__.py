"""The folder that holds what was learnt from a referred game.

Networks, scaling and memory come in and a folder with a manifest goes out, or the other way round.
It also finds the bundles that are installed or shipped.
"""
