"""The command line."""

import os

# Threads are kquant's own affair: numpy's products here are too small to share.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from kquant.cli.command import main

__all__ = ["main"]
