"""The contract's five services.

Request messages come in; they are checked and turned into calls of the other rooms, and response
messages go out. A new RPC begins here.
"""
