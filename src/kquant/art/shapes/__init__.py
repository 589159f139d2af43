"""Shapes: the areas of an index map as smooth outlines, for files without pixels."""
