"""Panels and pages, made from a reduced picture."""
