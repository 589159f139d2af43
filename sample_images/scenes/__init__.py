"""The sample pictures, one module each, and the tools they share."""
