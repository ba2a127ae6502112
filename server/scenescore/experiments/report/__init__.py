"""The benchmark of quality: every predictor on the same windows of the same games."""
