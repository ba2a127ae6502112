"""The gRPC daemon."""
