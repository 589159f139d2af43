"""Picture files: all of their reading and writing happens here."""
