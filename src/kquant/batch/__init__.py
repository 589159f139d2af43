"""Many pictures: finding them, naming the outputs, and sharing out the work."""
