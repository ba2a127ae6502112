"""How good and how fast Scenescore is, measured by its team.

Labelled play comes in, and a report of quality goes out. Bundles and music come in, and figures of speed go
out. Users don't install this package.
"""
