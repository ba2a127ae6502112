"""From a game's videos to a bundle, and from frames to predicted features."""
