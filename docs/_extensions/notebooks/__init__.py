"""The chapters to take home: each page as a notebook with outputs, one without, and a Python file."""
