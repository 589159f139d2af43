"""Every decision about colors: from a picture to its palette and index map."""
