"""One stream's state, however frames and answers travel.

Frames come in; answers with a ranking and a steady track go out. Nothing here knows gRPC.
"""
