"""``scenescore demo``, and what it prints."""
