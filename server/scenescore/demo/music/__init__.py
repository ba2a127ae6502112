"""The demo's own music: 24 short pieces, written as data and played by a small synthesiser."""
