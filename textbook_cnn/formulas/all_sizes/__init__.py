"""The shipped functions proved for all sizes: run, unmodified, on arrays whose shape is unknown."""
