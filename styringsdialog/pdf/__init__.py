"""PDF files as objects: boxes, content, marks, layers, saving."""
