"""One stream's state, however frames and answers travel.

Frames come in; answers with a ranking and a steady track go out. Clips, assignments and replays are
sessions that are fed from files; nothing here knows gRPC.
"""
