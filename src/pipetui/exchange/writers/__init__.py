"""What can leave the book: one module a format, `formats.py` the table of them."""
