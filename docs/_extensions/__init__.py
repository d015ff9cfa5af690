"""What this book adds to Sphinx."""
