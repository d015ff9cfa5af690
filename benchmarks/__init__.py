"""Side-by-side measurements: this package and PyTorch, in turn, one process each.  `python -m benchmarks` runs them."""
