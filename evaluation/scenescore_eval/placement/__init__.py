"""How often a track is placed where a game plays it.

Labelled play and a bundle go in; the share of parts in which the game really plays the track comes out,
beside chance.
"""
