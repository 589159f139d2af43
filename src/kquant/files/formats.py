"""The picture formats that are read and written, and the suffixes of their files.

The tables and the limit are in a module of their own, because file names are checked before Pillow is
imported.
"""

from typing import Literal, get_args

# The formats that Pillow decodes by itself: none of them starts another program or
# follows a reference to another file. The usual ones come first, because Pillow loads
# the others slowly.
READABLE: dict[str, tuple[str, ...]] = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png", ".apng"),
    "GIF": (".gif",),
    "BMP": (".bmp",),
    "DIB": (".dib",),
    "PPM": (".ppm", ".pgm", ".pbm", ".pnm", ".pfm"),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
    "AVIF": (".avif", ".avifs"),
    "JPEG2000": (".jp2", ".j2k", ".jpc", ".jpf", ".jpx", ".j2c"),
    "TGA": (".tga", ".icb", ".vda", ".vst"),
    "ICO": (".ico",),
    "CUR": (".cur",),
    "ICNS": (".icns",),
    "PSD": (".psd", ".psb"),
    "PCX": (".pcx",),
    "DCX": (".dcx",),
    "SGI": (".sgi", ".rgb", ".rgba", ".bw"),
    "SUN": (".ras",),
    "QOI": (".qoi",),
    "DDS": (".dds",),
    "BLP": (".blp",),
    "FTEX": (".ftc", ".ftu"),
    "XBM": (".xbm",),
    "XPM": (".xpm",),
    "MSP": (".msp",),
    "IM": (".im",),
    "FLI": (".fli", ".flc"),
    "SPIDER": (),  # no suffix: recognized by its contents
    "PIXAR": (".pxr",),
    "XVTHUMB": (),
    "GBR": (".gbr",),
    "MCIDAS": (),
    "IMT": (),
    "FITS": (".fits", ".fit"),
}
READABLE_SUFFIXES = frozenset(suffix for known in READABLE.values() for suffix in known)

MAX_PIXELS = 178_956_970  # of a picture, unless more are allowed: as Pillow has it

ImageFormat = Literal["png", "gif", "webp", "tiff", "bmp", "jpg", "pdf", "svg"]
Compression = Literal["fast", "default", "max"]

WRITABLE: dict[ImageFormat, tuple[str, ...]] = {
    "png": (".png",),
    "gif": (".gif",),
    "webp": (".webp",),
    "tiff": (".tif", ".tiff"),
    "bmp": (".bmp",),
    "jpg": (".jpg", ".jpeg"),
    "pdf": (".pdf",),
    "svg": (".svg",),
}
IMAGE_FORMATS = tuple(WRITABLE)
ANIMATION_FORMATS: tuple[ImageFormat, ...] = ("gif", "webp", "png")
PAGE_FORMATS: tuple[ImageFormat, ...] = ("png", "tiff", "pdf", "svg")
COMPARISON_FORMATS: tuple[ImageFormat, ...] = ("png", "tiff", "pdf")
FORMATS_WITHOUT_ALPHA: tuple[ImageFormat, ...] = ("jpg", "bmp")
COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)


def format_of_suffix(suffix: str) -> ImageFormat | None:
    """Return the format in which files with this suffix are written.

    Parameters
    ----------
    suffix : str
        With its dot, in upper or lower case.

    Returns
    -------
    str or None
        One of `IMAGE_FORMATS`; None for any other suffix.

    Examples
    --------
    >>> format_of_suffix(".TIF")
    'tiff'
    """
    lowered = suffix.lower()
    return next((name for name, known in WRITABLE.items() if lowered in known), None)
