"""How good and how fast Scenescore is, measured by its team.

Data folders of labelled play come in and a report of quality goes out; a machine comes in and
benchmarks of speed go out. Users don't install it.
"""
