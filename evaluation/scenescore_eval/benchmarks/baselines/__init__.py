"""What benchmarks compare Scenescore with: plain implementations of the same work.

The same windows, tracks and files come in. Distances, features and the time that they took go out.
"""
