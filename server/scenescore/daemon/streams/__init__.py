"""Calls that carry many messages.

Frames, a clip's bytes or the screen come in; they are queued within bounds and handed to a session,
whose answers go out.
"""
