"""The gRPC daemon: sessions, one file for each service, and what starts and ends it."""
