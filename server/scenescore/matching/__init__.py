"""Distances between predictions and tracks, and what follows from them alone.

Features of a prediction and of tracks come in; Earth Mover's Distances, the exact nearest tracks,
hub corrections and assignments go out. Nothing here knows of files, sessions or gRPC.
"""

import os

# POT loads TensorFlow, PyTorch, JAX or CuPy, wherever one is installed, unless it is told not to beforehand.
for _backend in ("TENSORFLOW", "PYTORCH", "JAX", "CUPY"):
    os.environ.setdefault(f"POT_BACKEND_DISABLE_{_backend}", "1")
