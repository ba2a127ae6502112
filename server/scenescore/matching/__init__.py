"""Distances between predictions and tracks, and the search for the nearest tracks.

Features of a prediction and of tracks come in. Earth Mover's Distances, the exact nearest tracks,
hub corrections and assignments go out. Nothing here knows of files, sessions or gRPC.
"""

import os

# POT imports TensorFlow, PyTorch, JAX and CuPy where they are installed, unless these variables are set.
for _backend in ("TENSORFLOW", "PYTORCH", "JAX", "CUPY"):
    os.environ.setdefault(f"POT_BACKEND_DISABLE_{_backend}", "1")
