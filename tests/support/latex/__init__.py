"""Mathematics read from LaTeX as a reader does who knows nothing of the package: signs, grammar, values.

What could be read in two ways is refused.
"""
