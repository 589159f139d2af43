"""Map pixels to palette entries: nearest color, dithering, removal of specks."""
