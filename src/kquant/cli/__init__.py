"""The command line: options, what is printed, and how errors are told."""

from kquant.runtime.startup import settle_environment

settle_environment()

from kquant.cli.command import main  # noqa: E402 - numpy must not be loaded before

__all__ = ["main"]
