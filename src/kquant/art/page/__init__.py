"""A page to print: its layout, and the title and strip below the picture."""
