"""Conversions between the contract's messages and Scenescore's own objects.

Request messages come in and are checked; settings, ids and pictures go out. Answers, tracks, cues and bundles
come in; response messages go out. Each file is about one message.
"""
