"""The program on the page: listings of the package's functions, taken from the source."""
