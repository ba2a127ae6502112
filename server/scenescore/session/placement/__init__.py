"""Where in some clips a piece of music would fit best.

A clip's frames go in, and its windows come out with their predictions. A track and the windows of many clips
go in, and the parts that it fits best come out.
"""
