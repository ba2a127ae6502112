"""Servers that the Godot client is tried against, each a process of its own."""
