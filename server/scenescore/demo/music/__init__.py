"""The demo's own music: 24 short pieces.

Pieces come in as data (`pieces`, in the form of `notation`). A small synthesiser renders them (`render`), and
tagged audio files go out (`library`).
"""
