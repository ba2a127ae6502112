"""What the searches of a library take and return: words to tracks, and a track to scenes."""
