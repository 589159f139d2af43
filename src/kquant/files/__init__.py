"""The only readers and writers of picture files."""
