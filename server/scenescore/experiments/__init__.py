"""The paper's studies, and the benchmark of quality."""
