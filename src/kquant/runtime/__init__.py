"""Helpers for the runtime: threads, array types, random numbers, a quick start."""
