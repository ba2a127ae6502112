"""The contract's five services: where each RPC begins.

Request messages come in. A service checks them, with the functions of `daemon.messages`, and calls the other
rooms. Response messages go out.
"""
