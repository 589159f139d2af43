"""Process many pictures: find them, name their outputs, and share out the work."""
