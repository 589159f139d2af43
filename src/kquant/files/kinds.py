"""What the readers of rare kinds of files have in common."""

from typing import IO

from PIL import Image


class UnsupportedKindError(Exception):
    """A file is of a kind that cannot be read: words that follow its name."""


class DamagedFileError(Exception):
    """A file is damaged: the words say how, and follow "is damaged: "."""


def read_exactly(file: IO[bytes], size: int) -> bytes:
    """Read a number of bytes from a file.

    Parameters
    ----------
    file : binary file
    size : int

    Returns
    -------
    bytes

    Raises
    ------
    DamagedFileError
        When the file ends before.
    """
    data = file.read(size)
    if len(data) < size:
        raise DamagedFileError("it is cut off")
    return data


def check_size(width: int, height: int) -> None:
    """Refuse pictures that have more pixels than Pillow opens.

    Parameters
    ----------
    width, height : int

    Raises
    ------
    PIL.Image.DecompressionBombError
    DamagedFileError
        When there are no pixels at all.
    """
    if width < 1 or height < 1:
        raise DamagedFileError("it has no pixels")
    if Image.MAX_IMAGE_PIXELS and width * height > 2 * Image.MAX_IMAGE_PIXELS:
        raise Image.DecompressionBombError
