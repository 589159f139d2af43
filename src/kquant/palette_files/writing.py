"""Write palettes to files of any format."""

from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from kquant.images.palette import Palette
from kquant.palette_files.registry import FORMATS
from kquant.runtime.arrays import F64

# Takes a palette, the share of the picture that each color covers (or None), and the
# binary file to write to.
Writer = Callable[[Palette, F64 | None, BinaryIO], None]


def writer(palette_format: str) -> Writer:
    """Return the function that writes a palette format.

    The module of the format is imported late: all of them together would take as
    long to import as a small fit takes to run.

    Parameters
    ----------
    palette_format : str
        One of `kquant.palette_files.registry.PALETTE_FORMATS`.

    Returns
    -------
    callable (palette, shares, file) -> None
        `shares` is the share of the picture that each color covers, a float64 array
        of shape (k,), or None.

    Raises
    ------
    KeyError
        When there is no such format.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> writer("hex")(Palette.from_hex("#000080 #e2001a"), None, file)
    >>> print(file.getvalue().decode(), end="")
    000080
    e2001a
    """
    name = FORMATS[palette_format].module
    write: Writer = import_module(f"kquant.palette_files.{name}").write
    return write
