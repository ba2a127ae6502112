"""A project's cues for an engine.

In come a project's cues; out go a table of them, their music with its loop points, and its credits.
"""
