"""What the readers of rare kinds of files have in common."""

from PIL import Image


class UnsupportedKindError(Exception):
    """A file is of a kind that cannot be read: words that follow its name."""


class DamagedFileError(Exception):
    """A file is damaged: the words say how, and follow "is damaged: "."""


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
