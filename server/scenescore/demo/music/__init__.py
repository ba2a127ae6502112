"""The demo's own music: 24 short pieces.

Pieces written as data come in; a small synthesiser renders them, and audio files go out.
"""
