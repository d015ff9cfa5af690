"""Formulas on the page: the directive, its links and tables, and the checks that nothing else is displayed."""
