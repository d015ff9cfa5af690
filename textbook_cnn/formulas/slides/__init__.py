"""What the slides state, where they err, and the mistakes that readers meet."""
