"""Plates for printers: one for each ink, with trapping and registration marks."""
