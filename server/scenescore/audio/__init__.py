"""Sound in: from music files to features.

A music file comes in. Its samples, the paper's nine features and its representative segments go
out. Nothing here knows of pictures, of the library or of gRPC.
"""
