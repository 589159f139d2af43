"""The command line: options, what is printed, and how errors are told."""

from kquant.runtime.startup import use_one_blas_thread

use_one_blas_thread()

from kquant.cli.command import main  # noqa: E402 - numpy must not be loaded before

__all__ = ["main"]
