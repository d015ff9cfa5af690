"""Breaks the formulas and the code in small ways, one at a time, and counts how often a proof or a test notices."""
