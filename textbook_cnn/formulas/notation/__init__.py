"""What a formula is written with: nodes that know how they print and what they mean, and the letters."""
