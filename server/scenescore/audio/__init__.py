"""Sound in."""
