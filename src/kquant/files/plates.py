"""Write plates of pixels: pictures of one bit a pixel, black where the ink goes."""

from typing import BinaryIO

from PIL import Image

from kquant.files.formats import ImageFormat
from kquant.images.raster import Dpi
from kquant.runtime.arrays import Bools


def plate_format(image_format: ImageFormat) -> ImageFormat:
    """Return the format of the plates beside a picture: tiff or svg as that is, or png.

    Parameters
    ----------
    image_format : str
        That of the picture.

    Returns
    -------
    str
    """
    return image_format if image_format in {"tiff", "svg"} else "png"


def encode_plate(
    plate: Bools, dpi: Dpi | None, image_format: ImageFormat, file: BinaryIO
) -> None:
    """Write a plate.

    Parameters
    ----------
    plate : bool array, shape (h, w)
        Where the ink goes.
    dpi : (float, float) or None
    image_format : {"png", "tiff"}
        TIFF is compressed by CCITT group 4, as printers know it.
    file : binary file
    """
    picture = Image.fromarray(~plate)
    more = {} if dpi is None else {"dpi": dpi}
    if image_format == "tiff":
        picture.save(file, "TIFF", compression="group4", **more)
    else:
        picture.save(file, "PNG", **more)
