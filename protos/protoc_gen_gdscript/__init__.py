"""A protoc plugin: messages, enums and service clients of ``.proto`` files as typed GDScript for Godot 4.6."""
