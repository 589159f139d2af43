"""TIFF files that Pillow refuses, or reads other than they are meant."""

from typing import IO

import numpy as np
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from kquant.files.depth import scaled
from kquant.files.kinds import UnsupportedKindError
from kquant.files.tiff_blocks import Layout, Samples, read_samples
from kquant.runtime.arrays import U8

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK, _YCBCR = 0, 1, 2, 5, 6
_CHANNELS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _CMYK: 4}
_PREMULTIPLIED, _ALPHA = 1, 2
_UNCOMPRESSED = 1
_UNITS = {2: 1.0, 3: 2.54}  # inches, centimeters
_BAND_SAMPLES = 1 << 20


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
    photometric, is_raw = tags.get(262, 0), tags.get(259, 1) == _UNCOMPRESSED
    return (
        bits in {10, 12, 14}
        or (bits, kind) in {(8, 2), (16, 2), (32, 1)}
        or (bits > 8 and photometric == _WHITE_IS_ZERO)
        or (bits > 8 and is_raw and tags.get(284, 1) == 2 and tags.get(277, 1) > 1)
        or (is_raw and photometric == _YCBCR and tuple(tags.get(530, (2, 2))) != (1, 1))
    )


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
        Of mode L, LA, RGB, RGBA or CMYK. Its resolution, profile and orientation are
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
    samples, layout = read_samples(file, tags)
    if layout.samples < channels:
        raise ValueError("it has too few channels")
    pixels = _eight_bits(samples, layout, channels, _alpha_of(tags, channels, layout))
    if photometric == _WHITE_IS_ZERO:
        pixels[..., 0] = 255 - pixels[..., 0]
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "CMYK" if channels == 4 else "RGBA"}
    depth = pixels.shape[2]
    image = Image.frombuffer(mode[depth], (layout.width, layout.height), pixels)
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


def _alpha_of(
    tags: ImageFileDirectory_v2, channels: int, layout: Layout
) -> tuple[int, bool] | None:
    """Return which sample is alpha, and whether colors are premultiplied by it."""
    extras = tags.get(338, (_ALPHA,) if channels == 3 else ())  # often left out in RGB
    for number, extra in enumerate(extras[: layout.samples - channels], channels):
        if extra in {_PREMULTIPLIED, _ALPHA} and channels < 4:
            return number, extra == _PREMULTIPLIED
    return None


def _eight_bits(
    samples: Samples, layout: Layout, channels: int, alpha: tuple[int, bool] | None
) -> U8:
    """Scale colors and alpha to 8 bits, band by band: (h, w, channels and alpha)."""
    height, width = samples.shape[:2]
    result = np.empty((height, width, channels + (alpha is not None)), np.uint8)
    low, high = _range(samples[..., :channels], layout)
    full = 1.0 if layout.kind == "f" else float(np.iinfo(layout.dtype).max)
    if layout.kind == "u":
        full = 2.0**layout.bits - 1
    step = max(1, _BAND_SAMPLES // samples[0].size)
    for top in range(0, height, step):
        band = samples[top : top + step].astype(np.float64)
        colors = band[..., :channels]
        if alpha is not None:
            number, is_premultiplied = alpha
            opacity = np.clip(np.nan_to_num(band[..., number : number + 1]), 0, full)
            result[top : top + step, :, channels:] = scaled(opacity, 0, full)
            if is_premultiplied:
                opacity[opacity == 0] = full
                colors = np.clip(low + (colors - low) * full / opacity, low, high)
        result[top : top + step, :, :channels] = scaled(colors, low, high)
    return result


def _range(colors: Samples, layout: Layout) -> tuple[float, float]:
    """Return the samples that become black and white.

    They are the ends of what the samples can be, unless these are rarely used: whole
    numbers of 32 bits up to 65535 are of 16 bits in fact; signed and floating-point
    numbers are as in `kquant.files.depth.to_eight_bits`.
    """
    bits, kind = layout.bits, layout.kind
    if (kind, bits) == ("i", 8):
        return -128.0, 127.0
    if kind == "u" and bits <= 16:
        return 0.0, 2.0**bits - 1
    known = colors[np.isfinite(colors)] if kind == "f" else colors
    if not known.size:
        return 0.0, 1.0
    least, greatest = float(known.min()), float(known.max())
    if kind == "u":
        return 0.0, 65535.0 if greatest <= 65535 else 2.0**bits - 1
    white = 1.0 if kind == "f" else 32767.0 if bits == 16 else 65535.0
    return (0.0, white) if least >= 0 and greatest <= white else (least, greatest)


def _describe(image: Image.Image, tags: ImageFileDirectory_v2) -> None:
    """Put profile, resolution and orientation where Pillow has them."""
    if 34675 in tags:
        image.info["icc_profile"] = tags[34675]
    across, down = tags.get(282), tags.get(283)
    unit = _UNITS.get(tags.get(296, 2))
    if across and down and unit:
        image.info["dpi"] = (across * unit, down * unit)
    image.getexif()[ExifTags.Base.Orientation] = tags.get(274, 1)
