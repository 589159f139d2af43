"""Run kquant and its rivals on the same pictures, and report what they did."""
