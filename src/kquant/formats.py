"""The picture formats that are read, and how their files are named.

Apart from the reader, because names are judged long before Pillow is needed.
"""

# What Pillow decodes by itself; nothing here starts another program or follows a
# reference to another file. The usual ones are first, as the others load slowly.
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
    "PSD": (".psd",),
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
    "SPIDER": (),  # these are known by their contents only
    "PIXAR": (".pxr",),
    "XVTHUMB": (),
    "GBR": (".gbr",),
    "MCIDAS": (),
    "IMT": (),
    "FITS": (".fits", ".fit"),
}
SUFFIXES = frozenset(suffix for known in READABLE.values() for suffix in known)
