"""Every error that a user can cause; each carries one sentence for that user."""


class KquantError(Exception):
    """Base of all errors below; never raised itself."""


class OptionError(KquantError, ValueError):
    """An option, or a combination of options, has no meaning."""


class ImageReadError(KquantError):
    """A file cannot be read as a picture."""


class ImageWriteError(KquantError):
    """A result cannot be written where or as it was asked for."""


class PaletteError(KquantError, ValueError):
    """A palette, or a file or text that should hold one, is not usable."""


class ClusterError(KquantError):
    """The machines that should do the work cannot be used."""
