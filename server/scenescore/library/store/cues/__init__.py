"""Cues on disk.

A scene's name, its pictures and its track go in; the cues of a project come out. A project's file can replace
all cues of its project in one transaction.
"""
