"""A protoc plugin: messages, enums and services of ``.proto`` files as typed GDScript for Godot 4.6."""
