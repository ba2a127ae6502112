"""What words say of a scene or of a piece.

A text comes in: a scene's description, a title, a file's name. The kinds of scene that it names go out, and a
ranking of tracks whose own words fit it. Only plain data comes in: nothing here knows the library or a model.
"""
