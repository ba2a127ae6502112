"""Commands that search: ``find``, words to tracks, and ``scenes``, a track to parts of clips."""
