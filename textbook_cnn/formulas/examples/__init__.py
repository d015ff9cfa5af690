"""Sizes and symbols for which the formulas are proved, each file named as the statements that use it."""
