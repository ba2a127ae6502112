"""The light Python client of Scenescore."""
