"""A whole clip as a timeline: which track plays when, drawn as a page and heard in a video.

In come a clip or the log of a session; out go stretches with their tracks, and files that show them.
"""
