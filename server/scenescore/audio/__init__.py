"""Sound in.

A music file comes in; its samples, the paper's nine features and its representative segments go
out. Nothing here knows of pictures, of the library or of gRPC.
"""
