"""`make gpu`: this package on a graphics card, in stages that each have a time limit; `python -m benchmarks.gpu`.

Nothing is imported here, and the command itself needs the standard library alone: it has to run on a machine where
nothing can be installed.
"""
