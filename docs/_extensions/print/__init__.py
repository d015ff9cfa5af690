"""The book as a PDF: order of its parts, equations, listings, pictures and films as LaTeX can set them."""
