"""A protoc plugin that generates typed GDScript for Godot 4.6 from ``.proto`` files.

protoc sends a request with the parsed files to ``__main__``. ``generator`` turns each file into one script
with its enums, messages and service clients. The scripts use the addon's ``rpc/`` folder.
"""
