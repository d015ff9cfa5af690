"""Side-by-side measurements: this package and PyTorch, in turn, one process each.  `make bench` runs them."""
