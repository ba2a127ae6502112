"""Pictures in: from videos, screens and clients to frames.

A file, a screen or a client's bytes come in. Frames (80×80 HSV), rolling windows of 12 seconds,
changes of scene and appearance descriptors go out. Nothing here knows of music, of bundles or of
gRPC.
"""
