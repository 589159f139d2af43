"""Dithering: patterns of palette colors that look like the colors between them."""
