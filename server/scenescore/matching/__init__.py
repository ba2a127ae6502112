"""How far a prediction is from each track."""

import os

# POT loads TensorFlow, PyTorch, JAX or CuPy, wherever one is installed, unless it is told not to beforehand.
for _backend in ("TENSORFLOW", "PYTORCH", "JAX", "CUPY"):
    os.environ.setdefault(f"POT_BACKEND_DISABLE_{_backend}", "1")
