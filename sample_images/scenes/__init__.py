"""The sample pictures, one or more modules each, and the tools that they share."""
