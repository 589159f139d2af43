"""Write pictures to files: the formats, and the settings of each."""

import os
from typing import Any, BinaryIO

from PIL import Image

from kquant.errors import ImageWriteError
from kquant.files.atomic import atomic_file
from kquant.files.formats import (
    FORMATS_WITHOUT_ALPHA,
    IMAGE_FORMATS,
    Compression,
    ImageFormat,
    format_of_suffix,
)
from kquant.files.indexed_png import encode_indexed_png
from kquant.files.paths import suffix_of
from kquant.files.png import save_png
from kquant.files.to_pillow import (
    full_color,
    on_white,
    paletted,
)
from kquant.images.indexed import IndexedImage
from kquant.images.opacity import flat_of
from kquant.images.truecolor import TruecolorImage

WEBP_METHODS: dict[Compression, int] = {"fast": 0, "default": 4, "max": 6}
SETTINGS: dict[ImageFormat, dict[str, Any]] = {  # of Pillow's writers
    "webp": {"lossless": True, "exact": True},
    "tiff": {"compression": "tiff_adobe_deflate"},
    "bmp": {},
    "jpg": {"quality": 95, "subsampling": 0},
}
_PILLOW_NAMES: dict[ImageFormat, str] = {"jpg": "JPEG"}
_WITHOUT_DPI = ("gif", "webp")
_LARGEST_SIDE: dict[ImageFormat, int] = {"gif": 65535, "webp": 16383, "jpg": 65535}


def save(
    image: IndexedImage, path: str | os.PathLike[str], *, overwrite: bool = False
) -> None:
    """Write a picture to a file, in the format of its suffix.

    The file appears complete or not at all.

    Parameters
    ----------
    image : IndexedImage
    path : str or path-like
        With the suffix of any format that kquant writes, except for PDF.
    overwrite : bool
        Whether to replace an existing file.

    Raises
    ------
    TypeError
        When it is another kind of picture.
    ImageWriteError
        When the suffix names no such format, the format cannot hold the picture, or
        the file exists or cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import numpy as np
    >>> from kquant import Palette, load, quantize
    >>> palette = Palette.from_hex("#000080 #ff0000")
    >>> image = IndexedImage(np.array([[0, 1, 0]], dtype=np.uint8), palette)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "flag.png")
    ...     save(image, path)
    ...     raster = load(path)
    >>> raster.width, raster.height, quantize(raster).image.palette.hex()
    (3, 1, ['#000080', '#ff0000'])
    """
    if not isinstance(image, IndexedImage):
        raise TypeError(
            f"save takes an IndexedImage, such as quantize(picture).image, not a "
            f"{type(image).__name__}"
        )
    path = os.fspath(path)
    file_format = format_of_suffix(suffix_of(path))
    if file_format is None or file_format == "pdf":
        known = ", ".join(name for name in IMAGE_FORMATS if name != "pdf")
        raise ImageWriteError(
            f"{path} names no format: its suffix must be that of {known}"
        )
    with atomic_file(path, overwrite=overwrite) as file:
        if file_format == "svg":
            _save_shapes(image, file)
        else:
            encode(image, file_format, file)


def _save_shapes(image: IndexedImage, file: BinaryIO) -> None:
    """Write the areas of a picture as SVG."""
    # Imported late: few runs need them.
    from kquant.art.options import Art
    from kquant.art.shapes.poster import draw
    from kquant.files.svg import encode_svg

    encode_svg(draw(image, (image.palette,), Art()), file)


def encode(
    image: IndexedImage | TruecolorImage,
    file_format: ImageFormat,
    file: BinaryIO,
    compress: Compression = "default",
    software: str = "",
) -> None:
    """Write a picture in any format of pixels, so not as PDF or SVG.

    Parameters
    ----------
    image : IndexedImage or TruecolorImage
    file_format : str
        One of `IMAGE_FORMATS`, but not "pdf" or "svg": see `kquant.files.pdf` and
        `kquant.files.svg`.
    file : binary file
    compress : {"fast", "default", "max"}
        Trades time for size, in PNG and WebP.
    software : str
        What a PNG records of the program that made it, in ASCII.

    Raises
    ------
    ImageWriteError
        When the format cannot hold the picture.
    """
    check_size(image.width, image.height, file_format)
    extras: dict[str, Any] = {}
    flat = None
    if file_format == "png" and isinstance(image, IndexedImage):
        flat = flat_of(image)
    if flat is not None:
        encode_indexed_png(flat, image.dpi, file, compress, software)
        return
    if isinstance(image, TruecolorImage):
        picture = _truecolor(image, file_format)
    elif file_format == "gif":
        # Imported late: few runs need it.
        from kquant.files.gif import encode_gif

        encode_gif(image, file)
        return
    else:
        picture, extras = _indexed(image, file_format)
    if image.dpi is not None and file_format not in _WITHOUT_DPI:
        extras["dpi"] = image.dpi
    if file_format == "png":
        save_png(picture, file, compress, software, **extras)
        return
    extras |= SETTINGS[file_format]
    if file_format == "webp":
        extras["method"] = WEBP_METHODS[compress]
    picture.save(file, _PILLOW_NAMES.get(file_format, file_format.upper()), **extras)


def check_size(width: int, height: int, file_format: ImageFormat) -> None:
    """Refuse pictures that are too large for a format.

    Parameters
    ----------
    width, height : int
        In pixels.
    file_format : str
        One of `IMAGE_FORMATS`.

    Raises
    ------
    ImageWriteError
        When a side is longer than the format allows.
    """
    largest = _LARGEST_SIDE.get(file_format)
    if largest is not None and max(width, height) > largest:
        raise ImageWriteError(
            f"{file_format} pictures have at most {largest} pixels a side, this one "
            f"has {width} x {height}: use png or tiff"
        )


def _indexed(
    image: IndexedImage, file_format: ImageFormat
) -> tuple[Image.Image, dict[str, Any]]:
    """Convert an indexed picture for a format; return it with settings for the writer.

    In JPEG and BMP, transparent areas become white.
    """
    if file_format in ("png", "webp") or (
        file_format == "tiff" and not image.is_opaque
    ):
        return full_color(image), {}
    if file_format == "jpg" or not image.is_opaque:
        return on_white(image), {}
    return paletted(image.indices, image.palette.colors), {}


def _truecolor(image: TruecolorImage, file_format: ImageFormat) -> Image.Image:
    """Convert a picture to RGB or RGBA, on white if the format has no alpha."""
    if file_format == "gif":
        raise ImageWriteError(
            "gif holds 256 colors and this picture has more: use png or tiff, or fewer "
            "panels or colors"
        )
    picture = Image.fromarray(image.pixels)
    if not image.is_opaque and file_format in FORMATS_WITHOUT_ALPHA:
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture).convert("RGB")
    return picture
