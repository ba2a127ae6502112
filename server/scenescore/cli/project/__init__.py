"""Commands about the game that you make: ``cue``."""
