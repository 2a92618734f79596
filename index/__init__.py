"""What can be found: chunks, vectors, full text, and the search over them."""
