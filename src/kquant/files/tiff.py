"""TIFF files that Pillow refuses, or reads other than they are meant."""

from collections.abc import Callable
from typing import IO

import numpy as np
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2, TiffImageFile

from kquant.files.depth import scaled
from kquant.files.kinds import DamagedFileError, UnsupportedKindError
from kquant.files.tiff_blocks import MISSING_BLOCKS, Samples, read_bands
from kquant.files.tiff_layout import UNCOMPRESSED, Layout
from kquant.runtime.arrays import U8

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK, _YCBCR = 0, 1, 2, 5, 6
_CHANNELS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _CMYK: 4}
_PREMULTIPLIED, _ALPHA = 1, 2
_MODES = {
    (_WHITE_IS_ZERO, False): "L",
    (_WHITE_IS_ZERO, True): "LA",
    (_BLACK_IS_ZERO, False): "L",
    (_BLACK_IS_ZERO, True): "LA",
    (_RGB, False): "RGBX",  # four bytes, so that Pillow need not copy the pixels
    (_RGB, True): "RGBA",
    (_CMYK, False): "CMYK",
}
_UNITS = {2: 1.0, 3: 2.54}  # inches, centimeters


def is_misread(tags: ImageFileDirectory_v2) -> bool:
    """Tell whether Pillow opens a TIFF, but gives wrong samples.

    Parameters
    ----------
    tags : PIL.TiffImagePlugin.ImageFileDirectory_v2

    Returns
    -------
    bool
    """
    bits, kind = tags.get(258, (1,))[0], tags.get(339, (1,))[0]
    photometric, is_raw = tags.get(262, 0), tags.get(259, 1) == UNCOMPRESSED
    is_planar = tags.get(284, 1) == 2 and tags.get(277, 1) > 1
    is_gray = photometric in {_WHITE_IS_ZERO, _BLACK_IS_ZERO}
    return (
        bits in {10, 12, 14}
        or (bits, kind) in {(8, 2), (16, 2), (32, 1)}
        or (bits > 8 and photometric == _WHITE_IS_ZERO)
        or (is_planar and (is_gray or (bits > 8 and is_raw)))
        or (is_raw and photometric == _YCBCR and tuple(tags.get(530, (1, 1))) != (1, 1))
    )


def keep_needed_tiles(image: TiffImageFile) -> None:
    """See that the strips or tiles of an uncompressed TIFF cover its pixels once.

    Pillow leaves pixels black for which there are none, and paints surplus ones over
    the others. What is compressed is read by libtiff, which refuses the former.

    Parameters
    ----------
    image : PIL.TiffImagePlugin.TiffImageFile
        Not yet decoded; surplus tiles are dropped from its `tile`.

    Raises
    ------
    DamagedFileError
        When strips or tiles are missing.
    """
    tags = image.tag_v2
    if tags.get(259, 1) != UNCOMPRESSED:
        return
    width, height = int(tags[256]), int(tags[257])
    is_tiled = 273 not in tags
    across = -(-width // int(tags[322])) if is_tiled else 1
    rows = int(tags[323] if is_tiled else tags.get(278, height)) or height
    planes = int(tags.get(277, 1)) if tags.get(284, 1) == 2 else 1
    needed = across * -(-height // rows) * planes
    if len(image.tile) < needed:
        raise DamagedFileError(MISSING_BLOCKS)
    image.tile = image.tile[:needed]


def read_tiff(
    file: IO[bytes], tags: ImageFileDirectory_v2 | None = None
) -> Image.Image:
    """Read the first picture of a TIFF, scaled to 8 bits.

    Parameters
    ----------
    file : binary file
    tags : PIL.TiffImagePlugin.ImageFileDirectory_v2, optional
        Read from the file if not given.

    Returns
    -------
    PIL.Image.Image
        Of mode L, LA, RGBX, RGBA or CMYK. Its resolution, profile and orientation are
        where Pillow has them.

    Raises
    ------
    UnsupportedKindError
        When its colors or samples are of a kind that is not known here.
    OSError, ValueError, KeyError
        When it is damaged.
    """
    tags = tags or _tags_of(file)
    photometric = tags.get(262, 0)
    channels = _CHANNELS.get(photometric)
    if channels is None:
        raise UnsupportedKindError(
            "is a TIFF whose colors are stored in a rare way, which kquant cannot "
            "read: save it as RGB, with 8 or 16 bits per channel"
        )
    layout = Layout.of(tags)
    if layout.samples < channels:
        raise DamagedFileError("it has too few channels")
    alpha = _alpha_of(tags, channels, layout)
    pixels = _eight_bits(file, tags, layout, channels, alpha)
    if photometric == _WHITE_IS_ZERO:
        pixels[..., 0] = 255 - pixels[..., 0]
    mode = _MODES[photometric, alpha is not None]
    size = (layout.width, layout.height)
    if alpha is not None and tags.get(338, (0,))[alpha - channels] == _PREMULTIPLIED:
        image = Image.frombuffer(mode.replace("A", "a"), size, pixels).convert(mode)
    else:
        image = Image.frombuffer(mode, size, pixels)
    _describe(image, tags)
    return image


def _tags_of(file: IO[bytes]) -> ImageFileDirectory_v2:
    """Read the tags of the first picture."""
    file.seek(0)
    head = file.read(8)
    if head[2:3] == b"\x2b" or head[3:4] == b"\x2b":
        head += file.read(8)
    tags = ImageFileDirectory_v2(head)
    file.seek(tags.next)
    tags.load(file)
    return tags


def _alpha_of(tags: ImageFileDirectory_v2, channels: int, layout: Layout) -> int | None:
    """Return the number of the sample that is alpha, if there is one."""
    extras = tags.get(338, (_ALPHA,) if channels == 3 else ())  # often left out in RGB
    for number, extra in enumerate(extras[: layout.samples - channels], channels):
        if extra in {_PREMULTIPLIED, _ALPHA} and channels < 4:
            return number
    return None


def _eight_bits(
    file: IO[bytes],
    tags: ImageFileDirectory_v2,
    layout: Layout,
    channels: int,
    alpha: int | None,
) -> U8:
    """Read colors and alpha, scaled to 8 bits: (h, w, bytes of a pixel)."""
    depth = 4 if channels == 3 else channels + (alpha is not None)
    result = np.empty((layout.height, layout.width, depth), np.uint8)
    low, high = layout.range or _range(file, tags, layout, channels)
    of_color = _to_eight_bits(layout, low, high)
    of_alpha = _to_eight_bits(layout, 0.0, layout.greatest)
    for top, left, first, samples in read_bands(file, tags, layout):
        target = result[top : top + len(samples), left : left + samples.shape[1]]
        for number in range(samples.shape[2]):
            levels = samples[..., number]
            if first + number < channels:
                target[..., first + number] = of_color(levels)
            elif first + number == alpha:
                target[..., channels] = of_alpha(levels)
    return result


def _to_eight_bits(layout: Layout, low: float, high: float) -> Callable[[Samples], U8]:
    """Return what scales samples: with a table, which is quicker, if they are few."""
    if layout.kind == "u" and layout.bits <= 16:
        table = scaled(np.arange(high + 1), low, high)
        return lambda samples: table[samples]
    return lambda samples: scaled(
        np.clip(samples.astype(np.float64), low, high), low, high
    )


def _range(
    file: IO[bytes], tags: ImageFileDirectory_v2, layout: Layout, channels: int
) -> tuple[float, float]:
    """Return the samples that become black and white, where their type cannot tell.

    Whole numbers of 32 bits up to 65535 are of 16 bits in fact. Signed and
    floating-point numbers are as in `kquant.files.depth.to_eight_bits`.
    """
    least, greatest = np.inf, -np.inf
    for band in read_bands(file, tags, layout):
        colors = band.samples[..., : max(0, channels - band.channel)].astype(np.float64)
        finite = np.isfinite(colors)
        least = colors.min(where=finite, initial=least)
        greatest = colors.max(where=finite, initial=greatest)
    usual = {"f": 1.0, "i": 32767.0 if layout.bits == 16 else 65535.0}
    white = usual.get(layout.kind, 65535.0)
    if least >= 0 and greatest <= white:
        return 0.0, white
    return (0.0, layout.greatest) if layout.kind == "u" else (least, greatest)


def _describe(image: Image.Image, tags: ImageFileDirectory_v2) -> None:
    """Put profile, resolution and orientation where Pillow has them."""
    if 34675 in tags:
        image.info["icc_profile"] = tags[34675]
    across, down = tags.get(282), tags.get(283)
    unit = _UNITS.get(tags.get(296, 2))
    if across and down and unit:
        image.info["dpi"] = (across * unit, down * unit)
    image.getexif()[ExifTags.Base.Orientation] = tags.get(274, 1)
