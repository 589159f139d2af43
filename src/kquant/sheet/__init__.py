"""A page to print: where things stand on it, and what is written below the picture."""
