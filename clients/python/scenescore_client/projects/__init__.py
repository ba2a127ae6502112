"""Projects, each one game that is being made: in come its music and cues, out go requests and records."""
